// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.StringJoiner;

/**
 * Names for the bits of the masks that KVM answers with, each in the order of its bits; an empty name is a bit without
 * one.
 */
final class MaskNames {
    /** Types of machines (KVM_CAP_VM_TYPES). */
    static final String[] MACHINES = {"plain", "sw-protected", "sev", "sev-es", "sev-snp", "tdx"};

    /** Features in a VMSA (AMD APM volume 2, 15.36.3, SEV_FEATURES). */
    static final String[] VMSA_FEATURES = {
        "snp-active",
        "vtom",
        "reflect-vc",
        "restricted-injection",
        "alternate-injection",
        "debug-swap",
        "prevent-host-ibs",
        "btb-isolation",
        "vmpl-sss",
        "secure-tsc",
        "vmgexit-parameter",
        "",
        "ibs-virtualization",
        "",
        "vmsa-register-protection",
        "smt-protection",
        "secure-avic",
        "",
        "",
        "",
        "",
        "ibpb-on-entry"
    };

    private MaskNames() {}

    /** The names of all bits that are set, parted by blanks; {@code bit N} where there is no name. */
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
