// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Arrays;
import java.util.StringJoiner;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.setting.AmdType;

/**
 * Names for the bits of the masks that KVM answers with, each in the order of its bits; an empty name is a bit without
 * one.
 */
final class MaskNames {
    /** Types of machines (KVM_CAP_VM_TYPES). */
    static final String[] MACHINES = machines();

    /** Features in a VMSA. */
    static final String[] VMSA_FEATURES = vmsaFeatures();

    /** Switches of SNP policies. */
    static final String[] POLICY_BITS = policyBits();

    private MaskNames() {}

    private static String[] machines() {
        String[] names = unnamed();
        names[VmType.DEFAULT.number()] = "plain";
        names[VmType.SW_PROTECTED.number()] = "sw-protected";
        names[VmType.TDX.number()] = "tdx";
        for (AmdType type : AmdType.values()) {
            names[type.machineType()] = type.type().name();
        }
        return names;
    }

    private static String[] vmsaFeatures() {
        String[] names = unnamed();
        for (VmsaFeature feature : VmsaFeature.values()) {
            names[feature.bit()] = feature.key();
        }
        return names;
    }

    private static String[] policyBits() {
        String[] names = unnamed();
        for (SnpPolicyBit bit : SnpPolicyBit.values()) {
            names[bit.bit()] = bit.key();
        }
        return names;
    }

    private static String[] unnamed() {
        String[] names = new String[Long.SIZE];
        Arrays.fill(names, "");
        return names;
    }

    /** The names of all bits that are set, separated by blanks; {@code bit N} where there is no name. */
    static String of(long mask, String[] names) {
        StringJoiner set = new StringJoiner(" ");
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((mask >>> bit & 1) != 0) {
                set.add(bit < names.length && !names[bit].isEmpty() ? names[bit] : "bit " + bit);
            }
        }
        return set.toString();
    }
}
