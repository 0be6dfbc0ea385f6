// SPDX-License-Identifier: Apache-2.0
package com.example.rehearsal;

import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

/** A machine that is lent for one call: whoever keeps it finds it dead afterwards. */
final class Lent implements Machine, AutoCloseable {
    private final PlatformFacts facts;
    private VirtualMachine vm;

    Lent(VirtualMachine vm, PlatformFacts facts) {
        this.vm = vm;
        this.facts = facts;
    }

    private VirtualMachine lent() {
        if (vm == null) {
            throw new IllegalStateException("the machine was used after the call it was lent for");
        }
        return vm;
    }

    @Override
    public PlatformFacts platform() {
        lent();
        return facts;
    }

    @Override
    public GuestMemory memory() {
        return lent().memory();
    }

    @Override
    public int vcpus() {
        return lent().spec().vcpus();
    }

    @Override
    public VcpuState vcpu(int index) {
        return lent().vcpu(index);
    }

    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return lent().adapt(channel);
    }

    @Override
    public <T> T channel(Class<T> channel) {
        return adapt(channel).orElseThrow();
    }

    @Override
    public Limits limits() {
        lent();
        return Limits.NONE;
    }

    @Override
    public void progress(long done, long total) {
        lent();
    }

    @Override
    public void close() {
        vm = null;
    }
}
