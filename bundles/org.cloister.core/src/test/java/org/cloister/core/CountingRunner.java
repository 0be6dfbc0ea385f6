// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

/**
 * Runs a processor whose program counts: in a register, and in a byte of memory that is copied in before and back
 * afterwards, as for real ones. What both agree on goes to the console.
 */
final class CountingRunner implements ProcessorRunner {
    /** In a page that nobody wrote. */
    private static final long COUNTER = 0x300000;

    private final boolean resumes;

    CountingRunner(boolean resumes) {
        this.resumes = resumes;
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public Executor executor(VirtualMachine machine) {
        return new Executor() {
            @Override
            public End run(OutputStream console, Limits limits) {
                return count(machine, console, limits);
            }

            @Override
            public boolean resumes() {
                return resumes;
            }
        };
    }

    private static Executor.End count(VirtualMachine machine, OutputStream console, Limits limits) {
        MemoryView memory = machine.memory().guestView();
        VcpuState begin = machine.vcpu(0);
        long register = begin.get("rax");
        byte counter = (byte) memory.read(COUNTER, 1).at(0);
        while (!limits.cancellation().isCancelled()) {
            register++;
            counter++;
            if ((byte) register != counter) {
                return new Executor.End(Executor.Reason.SHUTDOWN, "rax " + register + ", memory " + counter);
            }
            try {
                console.write(counter);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        memory.write(COUNTER, Bytes.of(new byte[] {counter}));
        machine.setVcpu(begin.with("rax", register));
        return new Executor.End(Executor.Reason.STOPPED, "");
    }
}
