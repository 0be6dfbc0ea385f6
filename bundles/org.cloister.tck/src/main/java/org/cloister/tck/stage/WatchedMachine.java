// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

/**
 * A machine that is lent for one call. A use after the call is noted and carried out all the same: so it is a fault of
 * its own, and not the failure of whatever happened to come next.
 */
final class WatchedMachine implements Machine, AutoCloseable {
    private final VirtualMachine vm;
    private final PlatformFacts facts;
    private final Limits limits;
    private final String lentFor;
    private final Tap tap;
    private final LateUses late;
    private volatile boolean returned;

    WatchedMachine(VirtualMachine vm, PlatformFacts facts, Limits limits, String lentFor, Tap tap, LateUses late) {
        this.vm = vm;
        this.facts = facts;
        this.limits = limits;
        this.lentFor = lentFor;
        this.tap = tap;
        this.late = late;
    }

    void before(String call) {
        noteIfLate(call);
        if (!returned) {
            tap.before(call);
        }
    }

    private void noteIfLate(String call) {
        if (returned) {
            late.note(lentFor, call);
        }
    }

    @Override
    public PlatformFacts platform() {
        noteIfLate("platform");
        return facts;
    }

    @Override
    public GuestMemory memory() {
        noteIfLate("memory");
        return new WatchedMemory(this, vm.memory());
    }

    @Override
    public int vcpus() {
        noteIfLate("vcpus");
        return vm.spec().vcpus();
    }

    @Override
    public VcpuState vcpu(int index) {
        before("vcpu");
        return vm.vcpu(index);
    }

    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        before("adapt");
        return vm.adapt(channel).map(found -> watched(channel, found));
    }

    @Override
    public <T> T channel(Class<T> channel) {
        return adapt(channel)
                .orElseThrow(() -> Problem.host(TckCodes.TCK_CHANNEL, "the platform lacks a channel")
                        .at(facts.vmm())
                        .expected(channel.getName())
                        .exception());
    }

    @Override
    public Limits limits() {
        noteIfLate("limits");
        return limits;
    }

    @Override
    public void progress(long done, long total) {
        noteIfLate("progress");
    }

    /** A channel whose calls pass the tap, where its class allows that. */
    private <T> T watched(Class<T> channel, T found) {
        if (!channel.isInterface() || channel.isSealed()) {
            return found;
        }
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() != Object.class) {
                before(channel.getSimpleName() + "." + method.getName());
            }
            try {
                return method.invoke(found, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return channel.cast(Proxy.newProxyInstance(channel.getClassLoader(), new Class<?>[] {channel}, handler));
    }

    @Override
    public void close() {
        returned = true;
    }
}
