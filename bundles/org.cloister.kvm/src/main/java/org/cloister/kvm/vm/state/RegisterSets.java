// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.state;

import java.util.EnumMap;
import java.util.Map;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.kvm.vm.VcpuRegisters;
import org.cloister.kvm.vm.abi.Struct;

/** Copies of a vCPU's registers in the structs that KVM takes them in. Not safe for use by several threads. */
final class RegisterSets {
    /** Which struct. */
    enum Group {
        GENERAL("general registers"),
        SPECIAL("segments and control registers"),
        DEBUG("debug registers"),
        EXTENDED("extended control registers"),
        XSAVE("x87 and vector registers");

        private final String title;

        Group(String title) {
            this.title = title;
        }
    }

    private final Map<Group, Struct> structs = new EnumMap<>(Group.class);

    private RegisterSets() {}

    /** The vCPU's registers as they are now. */
    static RegisterSets of(VcpuRegisters vcpu) {
        RegisterSets sets = new RegisterSets();
        sets.structs.put(Group.GENERAL, vcpu.general());
        sets.structs.put(Group.SPECIAL, vcpu.special());
        sets.structs.put(Group.DEBUG, vcpu.debug());
        sets.structs.put(Group.EXTENDED, vcpu.extendedControl());
        sets.structs.put(Group.XSAVE, vcpu.xsave());
        return sets;
    }

    Struct get(Group group) {
        return structs.get(group);
    }

    /** Gives them all to a vCPU; XCR0 comes first, as it says what the XSAVE area may hold. */
    void set(VcpuRegisters vcpu) {
        set(Group.SPECIAL, () -> vcpu.setSpecial(get(Group.SPECIAL)));
        set(Group.EXTENDED, () -> vcpu.setExtendedControl(get(Group.EXTENDED)));
        set(Group.XSAVE, () -> vcpu.setXsave(get(Group.XSAVE)));
        set(Group.DEBUG, () -> vcpu.setDebug(get(Group.DEBUG)));
        set(Group.GENERAL, () -> vcpu.setGeneral(get(Group.GENERAL)));
    }

    private static void set(Group group, Runnable call) {
        try {
            call.run();
        } catch (CloisterException e) {
            throw Problem.input(ProblemCodes.VCPU_REGISTER, "KVM refuses the " + group.title)
                    .found(e.problem().found())
                    .remedy("check that they fit each other, and the CPUID that was set")
                    .exception(e);
        }
    }
}
