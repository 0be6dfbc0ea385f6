// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;

/**
 * A real platform whose n-th call fails: making the machine, setting a vCPU, or a command, in the order in which they
 * come.
 */
final class FailingVmm implements Vmm {
    private final Vmm real;
    private final int nth;
    private final int status;
    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    FailingVmm(Vmm real, int nth) {
        this(real, nth, FirmwareStatus.HWERROR_UNSAFE.code());
    }

    /**
     * @param nth which call fails, from 0 on; -1 for none
     * @param status what the firmware answers then
     */
    FailingVmm(Vmm real, int nth, int status) {
        this.real = real;
        this.nth = nth;
        this.status = status;
    }

    int calls() {
        return calls.get();
    }

    /** The commands in their order; an empty text for any other call. */
    List<String> commands() {
        return commands;
    }

    private void count(String what) {
        if (calls.getAndIncrement() == nth) {
            throw new SevCommandException(what, Errno.EIO, status);
        }
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public PlatformFacts facts() {
        return real.facts();
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        commands.add("");
        count("create");
        return new Machine(real.create(spec));
    }

    private final class Machine extends PassingMachine {
        Machine(VirtualMachine inner) {
            super(inner);
        }

        @Override
        public void setVcpu(VcpuState state) {
            commands.add("");
            count("setVcpu");
            super.setVcpu(state);
        }

        @Override
        public <T> Optional<T> adapt(Class<T> channel) {
            return inner.adapt(channel)
                    .map(found -> channel == SevChannel.class ? channel.cast(new Channel((SevChannel) found)) : found);
        }
    }

    private final class Channel implements SevChannel {
        private final SevChannel inner;

        Channel(SevChannel inner) {
            this.inner = inner;
        }

        @Override
        public <A> A execute(SevCommand<A> command) {
            commands.add(command.name());
            count(command.name());
            return inner.execute(command);
        }
    }
}
