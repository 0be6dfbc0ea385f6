// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

/**
 * What a report says about keys (SEV-SNP firmware ABI, 56860, "ATTESTATION_REPORT", offset 0x48). Immutable.
 *
 * @param raw 0 author key, 1 chip key masked, 4:2 signing key, 31:5 zero
 */
public record KeyInfo(int raw) {
    private static final int RESERVED = ~0 << 5;

    /** Whether AUTHOR_KEY_DIGEST is the digest of an author key. */
    public boolean authorKey() {
        return (raw & 1) != 0;
    }

    /** Whether the host forbade the chip's key (MASK_CHIP_KEY): the firmware then does not sign with it. */
    public boolean chipKeyMasked() {
        return (raw & 2) != 0;
    }

    /** The key that signed. */
    public ReportSigner signingKey() {
        return ReportSigner.of(raw >>> 2 & 7);
    }

    /** Whether a bit that must be zero is set, or the signing key is one that is not defined. */
    public boolean reserved() {
        return (raw & RESERVED) != 0 || signingKey() == ReportSigner.RESERVED;
    }

    /** What it says, in words. */
    @Override
    public String toString() {
        return "signed by " + signer() + (authorKey() ? ", author key" : ", no author key")
                + (chipKeyMasked() ? ", chip key masked" : "");
    }

    private String signer() {
        return switch (signingKey()) {
            case VCEK -> "the chip's key (VCEK)";
            case VLEK -> "a loaded key (VLEK)";
            case NONE -> "no key";
            case RESERVED -> "a key that is not defined";
        };
    }
}
