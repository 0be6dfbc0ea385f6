// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

/** Which key signed an attestation report (SEV-SNP firmware ABI, 56860, "ATTESTATION_REPORT", SIGNING_KEY). */
public enum ReportSigner {
    /** The chip's own key, derived for its TCB version. */
    VCEK,
    /** A key that a cloud provider had AMD make and loaded into the chip. */
    VLEK,
    /**
     * A chip-secret VCEK, which came with ABI 1.59 on Venice. What certifies it is not known: unverified, and never
     * verified by a VCEK.
     */
    CHIP_SECRET_VCEK,
    /** No key: the report is not signed. */
    NONE,
    /** A value that the specification does not define. */
    RESERVED;

    /** The key that bits 4:2 of KEY_INFO name. */
    static ReportSigner of(int code) {
        return switch (code) {
            case 0 -> VCEK;
            case 1 -> VLEK;
            case 2 -> CHIP_SECRET_VCEK;
            case 7 -> NONE;
            default -> RESERVED;
        };
    }
}
