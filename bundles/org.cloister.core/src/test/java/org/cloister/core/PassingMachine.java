// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Optional;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

/** A machine that passes everything on, for tests that change one thing. */
class PassingMachine implements VirtualMachine {
    final VirtualMachine inner;

    PassingMachine(VirtualMachine inner) {
        this.inner = inner;
    }

    @Override
    public MachineSpec spec() {
        return inner.spec();
    }

    @Override
    public GuestMemory memory() {
        return inner.memory();
    }

    @Override
    public void setVcpu(VcpuState state) {
        inner.setVcpu(state);
    }

    @Override
    public VcpuState vcpu(int index) {
        return inner.vcpu(index);
    }

    @Override
    public Optional<Executor> executor() {
        return inner.executor();
    }

    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return inner.adapt(channel);
    }

    @Override
    public void close() {
        inner.close();
    }
}
