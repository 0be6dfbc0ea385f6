// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Optional;
import java.util.function.Consumer;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

/**
 * A machine as who runs its processors has it: it takes their registers also after the launch, and is not theirs to
 * close.
 *
 * @param left takes the registers that a processor stopped with, when the memory that it wrote is back
 */
record RunnableMachine(VirtualMachine machine, Consumer<VcpuState> left) implements VirtualMachine {
    @Override
    public MachineSpec spec() {
        return machine.spec();
    }

    @Override
    public GuestMemory memory() {
        return machine.memory();
    }

    @Override
    public void setVcpu(VcpuState state) {
        left.accept(state);
    }

    @Override
    public VcpuState vcpu(int index) {
        return machine.vcpu(index);
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }

    @Override
    public <T> Optional<T> adapt(Class<T> wanted) {
        return machine.adapt(wanted);
    }

    @Override
    public void close() {
        // Who runs its processors does not end it
    }
}
