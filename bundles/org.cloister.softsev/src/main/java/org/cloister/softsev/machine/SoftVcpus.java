// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.status.Errno;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.model.Refusal;

/**
 * The registers that processors begin with, and those with which they go on when they have run. Safe for use by several
 * threads.
 */
final class SoftVcpus {
    private final Map<Integer, VcpuState> states = new LinkedHashMap<>();
    private final boolean fixed;
    private final Set<Integer> received = new HashSet<>();
    private boolean sealed;

    private SoftVcpus(boolean fixed) {
        this.fixed = fixed;
    }

    /** Processors that a machine has as soon as it is initialised. */
    static SoftVcpus of(int count) {
        SoftVcpus vcpus = new SoftVcpus(true);
        IntStream.range(0, count).forEach(vcpus::add);
        return vcpus;
    }

    /** Processors that are made one by one. */
    static SoftVcpus none() {
        return new SoftVcpus(false);
    }

    /** Makes one; false when it is there. */
    synchronized boolean add(int id) {
        return states.putIfAbsent(id, VcpuState.of(id, Map.of())) == null;
    }

    /** How many there are. */
    synchronized int count() {
        return states.size();
    }

    /** How many were made one by one. */
    synchronized int made() {
        return fixed ? 0 : states.size();
    }

    synchronized void set(VcpuState state) {
        requireIndex(state.index());
        if (sealed || received.contains(state.index())) {
            throw Problem.operation(
                            ProblemCodes.VCPU_SEALED, "the launch has taken the registers: they are the guest's now")
                    .at("vCPU " + state.index())
                    .exception();
        }
        Vmsa.encode(state);
        states.put(state.index(), state);
    }

    /** The registers of a VMSA that another platform sent. */
    synchronized void receive(VcpuState state) {
        states.put(state.index(), state);
        received.add(state.index());
    }

    /** A processor has run, and goes on from here. */
    synchronized void ran(VcpuState state) {
        requireIndex(state.index());
        states.put(state.index(), state);
    }

    /** Refuses a command about a processor that the machine does not have. */
    synchronized void requireThere(int index) {
        Refusal.unless(has(index), Errno.EINVAL, "vcpu " + index + ", the machine has " + states.size());
    }

    synchronized VcpuState get(int index) {
        requireIndex(index);
        return states.get(index);
    }

    /** Whether there is a processor with this number. */
    synchronized boolean has(int index) {
        return states.containsKey(index);
    }

    /** Hands all states over, in the order in which they were made; they stay as they are unless the consumer fails. */
    synchronized void seal(Consumer<List<VcpuState>> finish) {
        finish.accept(List.copyOf(states.values()));
        sealed = true;
    }

    /** Whether all of them are so, by their places in the order in which they were made. */
    synchronized boolean all(IntPredicate which) {
        return IntStream.range(0, states.size()).allMatch(which);
    }

    /**
     * Processors go on here as they were in another machine that has as many: one for one, in the order in which they
     * were made (Linux, sev_migrate_from).
     */
    void take(SoftVcpus source) {
        Iterator<VcpuState> theirs;
        boolean theirsSealed;
        synchronized (source) {
            theirs = List.copyOf(source.states.values()).iterator();
            theirsSealed = source.sealed;
        }
        synchronized (this) {
            states.replaceAll((index, own) -> VcpuState.of(index, theirs.next().registers()));
            sealed = theirsSealed;
        }
    }

    private void requireIndex(int index) {
        if (!has(index)) {
            throw Problem.input(ProblemCodes.VCPU_INDEX, "the machine has no such vCPU")
                    .found(index)
                    .expected("0 to " + (states.size() - 1))
                    .exception();
        }
    }
}
