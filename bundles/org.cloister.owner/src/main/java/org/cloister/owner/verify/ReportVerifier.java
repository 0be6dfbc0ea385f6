// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;

/**
 * Verifies attestation reports of SEV-SNP guests in four stages: parse, authenticate, bind, appraise. It needs no
 * network and no hardware.
 *
 * <p>Whatever bytes are given as a report, the answer is a result with every check in it, never an exception. Safe to
 * share between threads.
 */
public final class ReportVerifier {
    private final Roots roots;
    private final Signatures signatures;

    private ReportVerifier(Roots roots, Signatures signatures) {
        this.roots = Objects.requireNonNull(roots, "roots");
        this.signatures = signatures;
    }

    /** A verifier that does everything again each time. */
    public static ReportVerifier of(Roots roots, Crypto crypto) {
        return new ReportVerifier(roots, new Signatures(crypto, SignatureMemory.none()));
    }

    /**
     * A verifier that remembers which certificates' signatures were valid, for many reports of a few chains. Dates,
     * roles, trust and revocation are judged again each time.
     */
    public static ReportVerifier remembering(Roots roots, Crypto crypto) {
        return new ReportVerifier(roots, new Signatures(crypto, SignatureMemory.some()));
    }

    /**
     * Verifies a report.
     *
     * @param report the bytes given as a report
     * @param given certificates and revocation lists, those of other chains among them or not; every revocation list
     *     has to belong to the chain
     * @param at the time that validity is judged at
     * @param policy what the relying party demands
     */
    public VerificationResult verify(Bytes report, CertificateBundle given, Instant at, AppraisalPolicy policy) {
        VerificationFindings findings = new VerificationFindings(Arrays.asList(SnpCheck.values()));
        return new ReportVerification(findings, roots, signatures, given, at).verify(report, policy);
    }
}
