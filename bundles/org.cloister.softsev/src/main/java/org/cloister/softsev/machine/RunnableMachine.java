// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Optional;
import java.util.function.Consumer;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.client.GuestPaging;

/**
 * A machine as who runs its processors has it: it takes their registers also after the launch, has page tables without
 * the C-bit, and is not theirs to close.
 */
final class RunnableMachine implements VirtualMachine {
    /** What runs processors begins with this one; the others wait. */
    private static final int FIRST = 0;

    private final VirtualMachine machine;
    private final Consumer<VcpuState> left;
    private final int cbit;
    private ExecutedTables tables;
    private boolean entered;

    /**
     * A machine that is not run yet.
     *
     * @param left takes the registers that a processor stopped with, when the memory that it wrote is back
     * @param cbit the position of the C-bit
     */
    RunnableMachine(VirtualMachine machine, Consumer<VcpuState> left, int cbit) {
        this.machine = machine;
        this.left = left;
        this.cbit = cbit;
    }

    /** A run begins: the page tables are read again. */
    synchronized void begin() {
        entered = false;
    }

    private synchronized ExecutedTables tables() {
        if (tables == null) {
            tables = new ExecutedTables(machine.memory(), machine.adapt(GuestPaging.class), cbit);
        }
        if (!entered) {
            tables.enter(machine.vcpu(FIRST));
            entered = true;
        }
        return tables;
    }

    @Override
    public MachineSpec spec() {
        return machine.spec();
    }

    @Override
    public GuestMemory memory() {
        return new PlainMemory(machine.memory(), tables());
    }

    @Override
    public void setVcpu(VcpuState state) {
        left.accept(state.index() == FIRST ? tables().leave(state) : state);
        begin();
    }

    @Override
    public VcpuState vcpu(int index) {
        return tables().plain(machine.vcpu(index));
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
