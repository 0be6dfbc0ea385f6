// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.HeapMemory;

/**
 * A machine in Java's heap, for platforms in software to extend: memory and initial registers. What is left to a
 * platform is {@link #adapt}, by which it offers its channel, and to {@link #seal} the machine when its launch is
 * finished. It runs nothing. Safe for use by several threads.
 *
 * @since 1.1
 */
public abstract class HeapMachine implements VirtualMachine {
    private final MachineSpec spec;
    private final Set<String> registers;
    private final HeapMemory memory;
    private final VcpuState[] vcpus;
    private boolean sealed;

    /**
     * A machine whose memory and registers are zero.
     *
     * @param spec what it is like
     * @param registers the names of registers that its processors have
     */
    protected HeapMachine(MachineSpec spec, Set<String> registers) {
        this.spec = spec;
        this.registers = new TreeSet<>(registers);
        memory = new HeapMemory(spec.memory());
        vcpus = IntStream.range(0, spec.vcpus())
                .mapToObj(index -> VcpuState.of(index, Map.of()))
                .toArray(VcpuState[]::new);
    }

    @Override
    public final MachineSpec spec() {
        return spec;
    }

    @Override
    public final HeapMemory memory() {
        return memory;
    }

    @Override
    public final synchronized void setVcpu(VcpuState state) {
        vcpu(state.index());
        state.registers().keySet().stream()
                .filter(name -> !registers.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problem.input(ProblemCodes.VCPU_REGISTER, "a processor here has no such register")
                            .at("vCPU " + state.index())
                            .found(name)
                            .expected("one of " + String.join(", ", registers))
                            .exception();
                });
        if (sealed) {
            throw Problem.operation(
                            ProblemCodes.VCPU_SEALED, "the launch has taken the registers: they are the guest's")
                    .at("vCPU " + state.index())
                    .exception();
        }
        vcpus[state.index()] = state;
    }

    @Override
    public final synchronized VcpuState vcpu(int index) {
        if (index < 0 || index >= vcpus.length) {
            throw Problem.input(ProblemCodes.VCPU_INDEX, "the machine has no such vCPU")
                    .found(index)
                    .expected("0 to " + (vcpus.length - 1))
                    .exception();
        }
        return vcpus[index];
    }

    /** The launch is finished: registers are the guest's, and the guest writes its private pages. */
    public final synchronized void seal() {
        sealed = true;
        memory.seal();
    }

    /** Empty: a machine in the heap runs nothing. */
    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }

    /** Wipes the memory. Who overrides it calls this too. */
    @Override
    public void close() {
        memory.close();
    }
}
