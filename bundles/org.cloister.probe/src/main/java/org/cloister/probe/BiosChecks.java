// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import org.cloister.amd.setting.AmdType;

/** What the BIOS switched on and set aside. */
final class BiosChecks {
    // The lock comes first: the processor refuses memory encryption without it
    private static final RegisterBit[] BITS = {
        new RegisterBit(
                "bios",
                "SMM lock (HWCR.SMMLOCK)",
                RegisterBit.HWCR,
                0,
                "the BIOS has to lock SMM before memory encryption can be enabled: enable its option SMM lock, or update it"),
        new RegisterBit(
                "bios",
                "memory encryption (SYSCFG.MEM_ENCRYPT_EN)",
                RegisterBit.SYSCFG,
                23,
                "enable the BIOS option SMEE"),
    };

    private BiosChecks() {}

    static void make(AmdType type, Host host, ProbeFindings findings) {
        boolean offered = host.kvm().offers(type).orElse(false);
        for (RegisterBit bit : BITS) {
            bit.check(host, offered, findings);
        }
        if (type == AmdType.SEV_SNP) {
            ReverseMapCheck.make(host, offered, findings);
        }
    }
}
