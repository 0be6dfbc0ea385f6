// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import java.util.Map;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.VendorCheck;

/** The initial registers of processors. */
final class ProcessorRules {
    private static final String INDEX = ProblemCodes.VCPU_INDEX;
    private static final String REGISTER = ProblemCodes.VCPU_REGISTER;

    private ProcessorRules() {}

    static CheckBodies<PlatformSubject> bodies() {
        return new CheckBodies<PlatformSubject>()
                .of("vcpu.zero", fresh(ProcessorRules::zero))
                .of("vcpu.given", ProcessorRules::given)
                .of("vcpu.unknown", fresh(ProcessorRules::index))
                .of("vcpu.unknown-register", fresh(ProcessorRules::register));
    }

    /** A look at a fresh machine. */
    private interface Look {
        String of(VirtualMachine machine);
    }

    private static VendorCheck.Body<PlatformSubject> fresh(Look look) {
        return on -> {
            VirtualMachine machine = on.create();
            try {
                return on.calls().ask("vcpu", () -> look.of(machine));
            } finally {
                on.close(machine);
            }
        };
    }

    private static String zero(VirtualMachine machine) {
        VcpuState state = machine.vcpu(0);
        CheckEnd.require(state.index() == 0, "processor 0 says that it is " + state.index());
        state.registers().forEach((name, value) -> CheckEnd.require(value == 0, name + " is " + value));
        return "all are zero";
    }

    private static String given(PlatformSubject on) throws Exception {
        VcpuState state = on.plan().vcpus().get(0);
        return fresh(machine -> {
                    machine.setVcpu(state);
                    VcpuState told = machine.vcpu(state.index());
                    state.registers()
                            .forEach((name, value) ->
                                    CheckEnd.require(told.get(name) == value, name + " is " + told.get(name)));
                    return state.registers().size() + " registers";
                })
                .of(on);
    }

    private static String index(VirtualMachine machine) {
        int behind = machine.spec().vcpus();
        OnMemory.refused(INDEX, "asking for processor " + behind, () -> machine.vcpu(behind));
        return OnMemory.refused(INDEX, "processor " + behind, () -> machine.setVcpu(VcpuState.of(behind, Map.of())));
    }

    private static String register(VirtualMachine machine) {
        return OnMemory.refused(
                REGISTER,
                "the register tck-unknown",
                () -> machine.setVcpu(VcpuState.of(0, Map.of("tck-unknown", 1L))));
    }
}
