// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

/**
 * A vendor's machine, called the guarded way, in the thread that asks. The methods are those of {@link VirtualMachine}.
 */
public final class MachineCalls {
    private final VirtualMachine machine;
    private final MachineSpec spec;
    private final Vendor vendor;
    private final GuardedCalls calls;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    MachineCalls(VirtualMachine machine, MachineSpec spec, Vendor vendor, GuardedCalls calls) {
        this.machine = machine;
        this.spec = spec;
        this.vendor = vendor;
        this.calls = calls;
    }

    private VendorCall call(String method) {
        return new VendorCall(vendor, method);
    }

    public Vendor vendor() {
        return vendor;
    }

    public MachineSpec spec() {
        return spec;
    }

    public GuestMemory memory() {
        return new GuardedMemory(calls.inside(call("memory"), machine::memory), vendor, calls);
    }

    /** Its pages, to be carried elsewhere. */
    public PageCalls pages() {
        return new PageCalls(calls.inside(call("memory"), machine::memory), vendor, calls);
    }

    public void setVcpu(VcpuState state) {
        calls.insideVoid(call("setVcpu"), () -> machine.setVcpu(state));
    }

    public VcpuState vcpu(int index) {
        return calls.inside(call("vcpu"), () -> machine.vcpu(index));
    }

    public <T> Optional<T> adapt(Class<T> channel) {
        return calls.inside(call("adapt"), () -> machine.adapt(channel))
                .map(found -> GuardedChannel.of(channel, found, vendor, calls));
    }

    public Optional<Executor> executor() {
        return calls.inside(call("executor"), machine::executor)
                .map(executor -> new GuardedExecutor(executor, vendor, calls));
    }

    /**
     * Ends it, in bounded time, once; who comes later waits for that. A machine whose end fails is counted as leaked,
     * and the caller goes on.
     */
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                calls.end(vendor, () -> calls.insideVoid(call("VirtualMachine.close"), machine::close));
            } catch (CloisterException e) {
                calls.leaked(vendor, e.problem());
            } finally {
                closed.countDown();
            }
        } else if (!GuardedCalls.questioned()) {
            awaitClosed();
        }
    }

    private void awaitClosed() {
        try {
            closed.await(calls.patience(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
