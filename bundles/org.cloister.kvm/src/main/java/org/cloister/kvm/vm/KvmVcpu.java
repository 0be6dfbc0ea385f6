// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.amd.status.Errno;
import org.cloister.amd.struct.Slot;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.kvm.codes.KvmCodes;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.libc.Result;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.kvm.vm.abi.ExitReason;
import org.cloister.kvm.vm.abi.Layouts;
import org.cloister.kvm.vm.abi.Struct;
import org.cloister.kvm.vm.exit.Exit;
import org.cloister.kvm.vm.exit.ExitReader;
import org.cloister.kvm.vm.exit.ExitReply;

/**
 * A vCPU of KVM. One thread at a time runs it, not a virtual one; {@link #stop}, {@link #close} and {@link #state} are
 * for any thread, though the kernel lets requests about registers wait while the vCPU runs.
 */
public final class KvmVcpu implements AutoCloseable {
    private static final Slot IMMEDIATE_EXIT = Layouts.RUN.slot("immediate_exit");
    private static final Slot EXIT_REASON = Layouts.RUN.slot("exit_reason");
    private static final Slot CONTROL = Layouts.GUEST_DEBUG.slot("control");
    private static final int EHWPOISON = 133;

    private final int id;
    private final Descriptor descriptor;
    private final Mapping mapping;
    private final ByteBuffer run;
    private final VcpuRegisters state;
    private final KvmRun turn;
    private Optional<ExitReply> question = Optional.empty();

    private KvmVcpu(int id, Descriptor descriptor, Mapping mapping, int xsaveSize) {
        this.id = id;
        this.descriptor = descriptor;
        this.mapping = mapping;
        run = mapping.inPlace(buffer -> buffer).orElseThrow();
        state = new VcpuRegisters(descriptor, xsaveSize);
        turn = new KvmRun(flag -> IMMEDIATE_EXIT.put(run, flag ? 1 : 0));
    }

    /** Takes over a vCPU's descriptor; closes it when that fails. */
    static KvmVcpu of(int id, Descriptor descriptor, int runSize, int xsaveSize) {
        try {
            Mapping mapping = Mapping.of(descriptor, runSize, "kvm_run of vCPU " + id);
            return new KvmVcpu(id, descriptor, mapping, xsaveSize);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /**
     * Its number.
     *
     * <pre>{@code
     * KvmVcpu second = vm.createVcpu(1);
     * int apic = second.id(); // 1
     * }</pre>
     */
    public int id() {
        return id;
    }

    /**
     * Its registers.
     *
     * <pre>{@code
     * long rip = vcpu.state().general().get("rip");
     * System.out.printf("stopped at %#x%n", rip);
     * }</pre>
     */
    public VcpuRegisters state() {
        return state;
    }

    /**
     * Runs until something has to be done outside (Linux, Documentation/virt/kvm/api.rst 4.10 KVM_RUN). Answers given
     * to the last event are handed over first. A signal that has nothing to do with {@link #stop} does not end the run.
     *
     * <pre>{@code
     * Exit exit = vcpu.run();
     * while (!(exit instanceof Exit.Hlt)) {
     *     if (exit instanceof Exit.PortRead read) {
     *         read.answer().set(0x5a); // handed over by the next run
     *     }
     *     exit = vcpu.run();
     * }
     * }</pre>
     *
     * @throws CloisterException {@code kvm.closed}; {@code kvm.running} when another thread runs it; {@code kvm.run}
     *     when the kernel refuses
     */
    public Exit run() {
        turn.begin();
        try {
            question.ifPresent(answer -> answer.writeTo(run));
            question = Optional.empty();
            Exit exit = exit();
            question = exit.question();
            return exit;
        } finally {
            turn.end();
        }
    }

    /**
     * Whether each instruction ends a run with {@link Exit.Step} (KVM_SET_GUEST_DEBUG).
     *
     * <pre>{@code
     * vcpu.singleStep(true);
     * vcpu.run(); // one instruction
     * vcpu.singleStep(false);
     * }</pre>
     *
     * @throws CloisterException {@code kvm.call}, {@code kvm.closed}
     */
    public void singleStep(boolean on) {
        Struct watched = Struct.of(Layouts.GUEST_DEBUG).set(CONTROL, on ? Constants.GUESTDBG_SINGLESTEP : 0);
        watched.with(address -> descriptor.ioctl(KvmRequest.SET_GUEST_DEBUG.number(), address))
                .orThrow(KvmRequest.SET_GUEST_DEBUG.kernelName());
    }

    private Exit exit() {
        while (true) {
            EXIT_REASON.put(run, 0);
            Result result = descriptor.ioctl(KvmRequest.RUN.number(), 0);
            if (!result.failed() || isMemoryFault(result)) {
                return ExitReader.read(run);
            }
            if (result.errno() != Errno.EINTR && result.errno() != Errno.EAGAIN) {
                throw refused(result);
            }
            if (turn.stopped()) {
                return new Exit.Intr();
            }
        }
    }

    // api.rst, KVM_EXIT_MEMORY_FAULT: reported by a failed call, alone among the reasons
    private boolean isMemoryFault(Result result) {
        return (result.errno() == Errno.EFAULT || result.errno() == EHWPOISON)
                && EXIT_REASON.number(run) == ExitReason.MEMORY_FAULT.number();
    }

    private CloisterException refused(Result result) {
        return Problem.operation(KvmCodes.KVM_RUN, "KVM_RUN failed")
                .at("vCPU " + id)
                .found(Errno.describe(result.errno()))
                .remedy("check the registers, the CPUID and the memory slots of the machine; see the kernel log")
                .exception();
    }

    /**
     * Stops it at once: the run that is under way, or else the next one, ends with {@link Exit.Intr}. Several stops
     * before that are one. After that event it may run on as if nothing had happened. Does nothing when closed.
     *
     * <pre>{@code
     * CompletableFuture<Exit> running = CompletableFuture.supplyAsync(vcpu::run);
     * vcpu.stop();
     * Exit exit = running.get(); // Exit.Intr
     * }</pre>
     */
    public void stop() {
        turn.stop();
    }

    /**
     * Stops it, waits until it no longer runs, and gives it back. Closing twice is harmless.
     *
     * <pre>{@code
     * try (KvmVcpu vcpu = vm.createVcpu(1)) {
     *     vcpu.stop();
     *     vcpu.run(); // ends at once
     * }
     * }</pre>
     */
    @Override
    public void close() {
        turn.close();
        mapping.close();
        descriptor.close();
    }
}
