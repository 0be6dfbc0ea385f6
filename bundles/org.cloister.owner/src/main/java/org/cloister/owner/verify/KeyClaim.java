// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import org.cloister.amd.report.KeyInfo;

/** Whether a report says that a key signed it whose certificate is known. */
final class KeyClaim {
    private KeyClaim() {}

    /**
     * Why it cannot be verified; empty where it can. With the chip's key masked the firmware writes zeros for a
     * signature by the VCEK (SEV-SNP ABI, "ATTESTATION_REPORT", MASK_CHIP_KEY); a loaded VLEK signs whatever the mask
     * says (amd/AMD-ASPFW).
     */
    static String fault(KeyInfo keys) {
        return switch (keys.signingKey()) {
            case VCEK -> keys.chipKeyMasked() ? masked() : "";
            case VLEK -> "";
            case NONE -> keys.chipKeyMasked() ? masked() : "the report says that no key signed it";
            case CHIP_SECRET_VCEK ->
                "the report says that it is " + keys
                        + "; what certifies such a key is not known, a VCEK's certificate does" + " not";
            case RESERVED -> "the report says that it is " + keys;
        };
    }

    private static String masked() {
        return "the host masks the chip's key, so that the report is not signed";
    }
}
