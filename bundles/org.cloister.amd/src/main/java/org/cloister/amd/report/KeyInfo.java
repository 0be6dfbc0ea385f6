// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

/**
 * What a report says about keys (SEV-SNP firmware ABI, 56860, "ATTESTATION_REPORT", offset 0x48). Immutable.
 *
 * @param raw 0 author key, 1 chip key masked, 4:2 signing key, 31:5 zero so far
 */
public record KeyInfo(int raw) {
    private static final int RESERVED = ~0 << 5;

    /** Whether AUTHOR_KEY_DIGEST is the digest of an author key. */
    public boolean authorKey() {
        return (raw & 1) != 0;
    }

    /**
     * Whether the host forbade the chip's key (MASK_CHIP_KEY): the firmware then does not sign with it. A loaded key
     * (VLEK) signs all the same (amd/AMD-ASPFW).
     */
    public boolean chipKeyMasked() {
        return (raw & 2) != 0;
    }

    /** The key that signed. */
    public ReportSigner signingKey() {
        return ReportSigner.of(signingKeyNumber());
    }

    /** The number that stands for the signing key, 0 to 7. */
    public int signingKeyNumber() {
        return raw >>> 2 & 7;
    }

    /** The bits that are set and have no meaning that this program knows. */
    public int unknown() {
        return raw & RESERVED;
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
            case CHIP_SECRET_VCEK -> "a key derived from the chip's secret (kind 2, Venice; unverified)";
            case NONE -> "no key";
            case RESERVED -> "a key of a kind that is not known (" + signingKeyNumber() + ")";
        };
    }
}
