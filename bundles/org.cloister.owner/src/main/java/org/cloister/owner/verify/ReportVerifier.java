// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.Objects;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.ReportEvidence;

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
    private final ChainMemory chains;

    private ReportVerifier(Roots roots, Signatures signatures, ChainMemory chains) {
        this.roots = Objects.requireNonNull(roots, "roots");
        this.signatures = signatures;
        this.chains = chains;
    }

    /**
     * A verifier that suits most callers: it trusts AMD's roots, and remembers as {@link #remembering} does. Make one
     * and keep it.
     */
    public static ReportVerifier usual() {
        return remembering(Roots.amd(), Crypto.usual());
    }

    /** A verifier that does everything again each time. */
    public static ReportVerifier of(Roots roots, Crypto crypto) {
        return new ReportVerifier(roots, new Signatures(crypto, SignatureMemory.none()), ChainMemory.none());
    }

    /**
     * A verifier for many reports of a few chains. It remembers which certificates' signatures were valid; dates,
     * roles, trust and revocation are judged again at each other time and with each other bundle of certificates.
     * Reports that are judged at one time with one and the same bundle, or bring the same certificates, share the
     * search for a chain: hand over the same objects again.
     */
    public static ReportVerifier remembering(Roots roots, Crypto crypto) {
        return new ReportVerifier(roots, new Signatures(crypto, SignatureMemory.some()), ChainMemory.some());
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
        return verify(ReportEvidence.bare(report), given, at, policy);
    }

    /**
     * Verifies the report in evidence, with the certificates that came with it among the given ones. What they are
     * worth is judged as of any others; those that cannot be read are left out, as they come from the host.
     *
     * @param evidence as {@link org.cloister.owner.evidence.EvidenceReader} reads it, refused or taken; of a report of
     *     SEV-SNP
     * @param given certificates and revocation lists beside those in the evidence, which may suffice
     * @param at the time that validity is judged at
     * @param policy what the relying party demands; report data is looked for in the runtime data where there is any
     */
    public VerificationResult verify(
            ReportEvidence evidence, CertificateBundle given, Instant at, AppraisalPolicy policy) {
        SnpChainVerification chain =
                chains.of(given, evidence.items(), at, all -> new SnpChainVerification(roots, signatures, all, at));
        return new AlternativeSearch(roots, signatures.crypto(), chain).verify(evidence, policy.branches());
    }
}
