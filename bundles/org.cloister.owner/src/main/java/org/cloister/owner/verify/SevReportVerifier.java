// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.Objects;
import org.cloister.amd.crypto.Crypto;
import org.cloister.owner.evidence.ReportEvidence;

/**
 * Verifies attestation reports of SEV and SEV-ES guests (208 bytes): the platform's PEK signed the report, OCA and CEK
 * signed the PEK, AMD's ASK and ARK stand behind the CEK (SEV API, 55766, "ATTESTATION", "Certificate hierarchy").
 * These certificates have no dates and are not revoked. Safe to share between threads.
 */
public final class SevReportVerifier {
    private final Roots roots;
    private final SevSignatures signatures;

    private SevReportVerifier(Roots roots, SevSignatures signatures) {
        this.roots = Objects.requireNonNull(roots, "roots");
        this.signatures = signatures;
    }

    /** A verifier that trusts some roots. */
    public static SevReportVerifier of(Roots roots, Crypto crypto) {
        return new SevReportVerifier(roots, new SevSignatures(crypto, SignatureMemory.none()));
    }

    /**
     * Verifies a report.
     *
     * @param evidence with the report in it; whatever is in it, the answer is a result
     * @param given PEK, OCA and CEK of the platform, anything else among them or not; AMD's ASKs and ARKs are there
     *     already
     * @param at recorded in the result; nothing depends on it
     * @param appraisal what the relying party demands
     * @return without the report's fields, which {@link org.cloister.amd.report.SevReport} has
     */
    public VerificationResult verify(
            ReportEvidence evidence, CertificateFiles given, Instant at, SevAppraisal appraisal) {
        VerificationFindings findings = new VerificationFindings(SevReportCheck.withChain());
        return new SevReportVerification(findings, roots, signatures).verify(evidence, given, at, appraisal);
    }
}
