// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import java.util.Optional;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.kvm.libc.Result;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.client.IssueCommand;
import org.cloister.softsev.client.MemoryEncryptOp;

/**
 * The software platform behind the kernel's interface: every command goes through native memory as the bytes that
 * {@code ioctl} would be given, and the answer comes back the same way.
 */
final class EncodedPlatform implements Vmm {
    private final SoftSev soft;
    private final IssueCommand device;
    int calls;

    EncodedPlatform(SoftSev soft) {
        this.soft = soft;
        device = soft.adapt(IssueCommand.class).orElseThrow();
    }

    @Override
    public String name() {
        return soft.name();
    }

    @Override
    public PlatformFacts facts() {
        return soft.facts();
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        VirtualMachine machine = soft.create(spec);
        MemoryEncryptOp kernel = machine.adapt(MemoryEncryptOp.class).orElseThrow();
        return new EncodedMachine(
                machine, new KernelSevChannel(address -> call(kernel, address), () -> 0), new EncodedDevice(device));
    }

    /** {@code /dev/sev} as bytes. */
    private record EncodedDevice(IssueCommand device) implements PlatformChannel {
        @Override
        public <A> A execute(PlatformCommand<A> command) {
            return SevDevice.execute(command, address -> {
                int errno = device.call(address, true, new NativeMemory());
                return new Result(errno == 0 ? 0 : -1, errno);
            });
        }
    }

    Result call(MemoryEncryptOp kernel, long address) {
        calls++;
        int errno = kernel.call(address, new NativeMemory());
        return new Result(errno == 0 ? 0 : -1, errno);
    }

    private record EncodedMachine(VirtualMachine soft, SevChannel channel, PlatformChannel device)
            implements VirtualMachine {
        @Override
        public <T> Optional<T> adapt(Class<T> wanted) {
            if (wanted == SevChannel.class) {
                return Optional.of(wanted.cast(channel));
            }
            if (wanted == PlatformChannel.class) {
                return Optional.of(wanted.cast(device));
            }
            // Only the digest is read past the encoded commands
            return wanted == SnpLaunchInspection.class ? soft.adapt(wanted) : Optional.empty();
        }

        @Override
        public MachineSpec spec() {
            return soft.spec();
        }

        @Override
        public GuestMemory memory() {
            return soft.memory();
        }

        @Override
        public void setVcpu(VcpuState state) {
            soft.setVcpu(state);
        }

        @Override
        public VcpuState vcpu(int index) {
            return soft.vcpu(index);
        }

        @Override
        public Optional<Executor> executor() {
            return soft.executor();
        }

        @Override
        public void close() {
            soft.close();
        }
    }
}
