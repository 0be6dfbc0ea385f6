// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.testing;

import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

/** A machine as a launch lends it to a guest type. */
public record Lent(PlatformFacts platform, VirtualMachine vm) implements Machine {
    @Override
    public GuestMemory memory() {
        return vm.memory();
    }

    @Override
    public int vcpus() {
        return vm.spec().vcpus();
    }

    @Override
    public VcpuState vcpu(int index) {
        return vm.vcpu(index);
    }

    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return vm.adapt(channel);
    }

    @Override
    public <T> T channel(Class<T> channel) {
        return vm.adapt(channel).orElseThrow();
    }

    @Override
    public Limits limits() {
        return Limits.NONE;
    }

    @Override
    public void progress(long done, long total) {
        // Nobody watches
    }
}
