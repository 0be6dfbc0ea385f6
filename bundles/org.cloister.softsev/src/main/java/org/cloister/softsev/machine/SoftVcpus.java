// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.status.Errno;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.model.Refusal;

/** The processors' initial registers, until the guest is launched or received. Safe for use by several threads. */
final class SoftVcpus {
    private final VcpuState[] states;
    private final Set<Integer> received = new HashSet<>();
    private boolean sealed;

    SoftVcpus(int count) {
        states = IntStream.range(0, count)
                .mapToObj(index -> VcpuState.of(index, Map.of()))
                .toArray(VcpuState[]::new);
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
        states[state.index()] = state;
    }

    /** The registers of a VMSA that another platform sent. */
    synchronized void receive(VcpuState state) {
        states[state.index()] = state;
        received.add(state.index());
    }

    /** Refuses a command about a processor that the machine does not have. */
    void requireThere(int index) {
        boolean there = index >= 0 && index < states.length;
        Refusal.unless(there, Errno.EINVAL, "vcpu " + index + ", the machine has " + states.length);
    }

    synchronized VcpuState get(int index) {
        requireIndex(index);
        return states[index];
    }

    /** Hands all states over; they stay as they are unless the consumer fails. */
    synchronized void seal(Consumer<List<VcpuState>> finish) {
        finish.accept(List.of(states));
        sealed = true;
    }

    private void requireIndex(int index) {
        if (index < 0 || index >= states.length) {
            throw Problem.input(ProblemCodes.VCPU_INDEX, "the machine has no such vCPU")
                    .found(index)
                    .expected("0 to " + (states.length - 1))
                    .exception();
        }
    }
}
