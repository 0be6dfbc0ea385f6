// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.MachineCalls;
import org.cloister.core.guard.Vendor;

/**
 * A machine as a backend gets it: for one call. Taking it back afterwards is what keeps a backend from holding on to a
 * guest that another backend may serve next.
 */
final class LentMachine implements Machine, AutoCloseable {
    private final PlatformFacts facts;
    private final Limits limits;
    private final BiConsumer<Long, Long> progress;
    private volatile MachineCalls vm;
    private volatile Problem withdrawn;
    private volatile String user = "";

    LentMachine(MachineCalls vm, PlatformFacts facts, Limits limits, BiConsumer<Long, Long> progress) {
        this.vm = vm;
        this.facts = facts;
        this.limits = limits;
        this.progress = progress;
    }

    private MachineCalls lent() {
        MachineCalls current = vm;
        if (current == null && withdrawn != null) {
            throw withdrawn.exception();
        }
        if (current == null) {
            throw Problem.defect(CoreCodes.MACHINE_RETURNED, "a backend used a machine after its call had ended")
                    .at(user)
                    .remedy("report this to who made that bundle")
                    .exception();
        }
        return current;
    }

    /** From now on it is in the hands of this one, by whose bundle a misuse is called. */
    void to(Vendor backend) {
        user = backend.bundle();
    }

    /** Takes it back while the call goes on, whose guest ends. */
    void withdraw(Problem why) {
        withdrawn = why;
        vm = null;
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
        return adapt(channel)
                .orElseThrow(() -> Problem.host(CoreCodes.CHANNEL_MISSING, "the platform lacks a channel")
                        .at(facts.vmm())
                        .expected(channel.getName())
                        .remedy("choose another platform")
                        .exception());
    }

    @Override
    public Limits limits() {
        lent();
        return limits;
    }

    @Override
    public void progress(long done, long total) {
        lent();
        progress.accept(done, total);
    }

    @Override
    public void close() {
        vm = null;
    }
}
