// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.VcpuState;
import org.cloister.kvm.vm.KvmCpuidEntry;
import org.cloister.kvm.vm.KvmVcpu;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.state.VmsaState;

/**
 * The vCPUs of a machine. The kernel wants the machine initialised before the first of them is made, and makes their
 * VMSAs from their registers at the end of the launch: until then the registers are kept here.
 */
final class KvmVcpus {
    private final VcpuState[] states;
    private final List<KvmVcpu> made = new ArrayList<>();
    private boolean sealed;

    KvmVcpus(int count) {
        states = IntStream.range(0, count)
                .mapToObj(index -> VcpuState.of(index, Map.of()))
                .toArray(VcpuState[]::new);
    }

    synchronized void set(VcpuState state) {
        requireIndex(state.index());
        if (sealed) {
            throw Problem.operation(ProblemCodes.VCPU_SEALED, "the launch is finished: registers are the guest's now")
                    .at("vCPU " + state.index())
                    .exception();
        }
        states[state.index()] = state;
    }

    synchronized VcpuState get(int index) {
        requireIndex(index);
        return states[index];
    }

    /** Makes them all in an initialised machine. */
    synchronized void make(KvmVm vm, List<KvmCpuidEntry> cpuid) {
        for (VcpuState state : states) {
            KvmVcpu vcpu = vm.createVcpu(state.index());
            vcpu.state().setCpuid(cpuid);
            made.add(vcpu);
        }
    }

    /** Gives them their registers, from which the kernel makes VMSAs next. */
    synchronized void apply() {
        for (KvmVcpu vcpu : made) {
            VmsaState.apply(states[vcpu.id()], vcpu.state());
        }
    }

    /** What CPUID answers on the first of them; empty before they are made. */
    synchronized Optional<List<KvmCpuidEntry>> cpuid() {
        return made.isEmpty()
                ? Optional.empty()
                : Optional.of(made.get(0).state().cpuid());
    }

    synchronized void seal() {
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
