// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import com.example.capsulevm.CapsuleChannel;
import java.util.Optional;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

/** A machine of the capsule platform: memory, processors' registers, and the capsule they are measured into. */
final class CapsuleMachine implements VirtualMachine {
    private final MachineSpec spec;
    private final CapsuleMemory memory;
    private final Capsule capsule;

    CapsuleMachine(MachineSpec spec) {
        this.spec = spec;
        memory = new CapsuleMemory(spec.memory());
        capsule = new Capsule(memory, spec.vcpus());
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public void setVcpu(VcpuState state) {
        capsule.setVcpu(state);
    }

    @Override
    public VcpuState vcpu(int index) {
        return capsule.vcpu(index);
    }

    /** Offers {@link CapsuleChannel}. */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return channel == CapsuleChannel.class ? Optional.of(channel.cast(capsule)) : Optional.empty();
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }

    @Override
    public void close() {
        memory.close();
    }
}
