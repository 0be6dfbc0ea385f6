// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.List;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;

/**
 * The attestation report of an SEV or SEV-ES guest (SEV API, 55766, "ATTESTATION"): 208 bytes that the platform's
 * endorsement key (PEK) signs. It keeps its bytes. Immutable.
 *
 * @param raw all 208 bytes
 */
public record SevReport(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0xd0;

    /** Bytes from the beginning that are signed: up to the policy. */
    public static final int SIGNED = 0x34;

    /** The nonce that came with the request, 16 bytes. */
    public static final Slot MNONCE = slot("mnonce", 0x00, 16, Notation.BYTES, "nonce of the request");
    /** The launch digest, 32 bytes. */
    public static final Slot LAUNCH_DIGEST = slot("launch_digest", 0x10, 32, Notation.BYTES, "launch digest");
    /** The guest's policy. */
    public static final Slot POLICY = slot("policy", 0x30, 4, Notation.HEX, "guest policy");
    /** The usage of the key that signed; 0x1002 is the PEK. */
    public static final Slot SIG_USAGE = slot("sig_usage", 0x34, 4, Notation.HEX, "key that signed");
    /** The algorithm of the signature; 2 is ECDSA with SHA-256. */
    public static final Slot SIG_ALGO = slot("sig_algo", 0x38, 4, Notation.HEX, "signature algorithm");
    /** The signature's first number, 72 bytes, the lowest first. */
    public static final Slot SIG_R = slot("sig_r", 0x40, 72, Notation.BYTES, "first number of the signature");
    /** The signature's second number, 72 bytes, the lowest first. */
    public static final Slot SIG_S = slot("sig_s", 0x88, 72, Notation.BYTES, "second number of the signature");

    private static final Layout LAYOUT = new Layout(
            "an SEV attestation report",
            SIZE,
            List.of(MNONCE, LAUNCH_DIGEST, POLICY, SIG_USAGE, SIG_ALGO, SIG_R, SIG_S));

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code legacy-report.length}
     */
    public SevReport {
        LAYOUT.requireSize(raw.length(), ReportCodes.LEGACY_REPORT_LENGTH, "attestation report");
    }

    /**
     * Reads a report.
     *
     * @param name what the bytes are called in problems
     * @throws org.cloister.api.CloisterException {@code legacy-report.length}
     */
    public static SevReport decode(Bytes bytes, String name) {
        LAYOUT.requireSize(bytes.length(), ReportCodes.LEGACY_REPORT_LENGTH, name);
        return new SevReport(bytes);
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /** A report that is not signed yet. */
    public static SevReport unsigned(Bytes mnonce, Bytes launchDigest, int policy) {
        byte[] image = new byte[SIZE];
        MNONCE.put(image, mnonce);
        LAUNCH_DIGEST.put(image, launchDigest);
        POLICY.put(image, Integer.toUnsignedLong(policy));
        return new SevReport(Bytes.of(image));
    }

    /** The same report with a signature. */
    public SevReport withSignature(int usage, int algorithm, Bytes r, Bytes s) {
        byte[] image = raw.toArray();
        SIG_USAGE.put(image, Integer.toUnsignedLong(usage));
        SIG_ALGO.put(image, Integer.toUnsignedLong(algorithm));
        SIG_R.put(image, r);
        SIG_S.put(image, s);
        return new SevReport(Bytes.of(image));
    }

    /** The bytes that the signature is over. */
    public Bytes signedBytes() {
        return raw.slice(0, SIGNED);
    }

    /** Reserved bytes that are not zero. */
    public List<Violation> violations() {
        return LAYOUT.violations(raw, 0);
    }

    /** Every field with its offset and meaning. */
    public Structure show() {
        return new Structure("SEV attestation report", LAYOUT.fields(raw, 0, Slot::meaning));
    }

    private static Slot slot(String name, int offset, int size, Notation notation, String meaning) {
        return new Slot(name, offset, size, notation, meaning);
    }
}
