// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Problem;

/**
 * Verifies chains of SEV and SEV-ES platforms: ARK signs ASK, ASK signs CEK, CEK and OCA sign PEK, PEK signs PDH (SEV
 * API, 55766, "Certificate hierarchy"). These certificates have no dates and are not revoked. Safe to share between
 * threads.
 */
public final class SevChainVerifier {
    private final Roots roots;
    private final SevSignatures signatures;

    private SevChainVerifier(Roots roots, SevSignatures signatures) {
        this.roots = roots;
        this.signatures = signatures;
    }

    /** A verifier that trusts some roots. */
    public static SevChainVerifier of(Roots roots, Crypto crypto) {
        return new SevChainVerifier(roots, new SevSignatures(crypto, SignatureMemory.none()));
    }

    /** A verifier that remembers which signatures were valid; see {@link ReportVerifier#remembering}. */
    public static SevChainVerifier remembering(Roots roots, Crypto crypto) {
        return new SevChainVerifier(roots, new SevSignatures(crypto, SignatureMemory.some()));
    }

    /**
     * Verifies a chain; of authorities alone, when there is nothing of a platform.
     *
     * @param given certificates of one platform, and of AMD's keys, those of other generations among them or not
     * @param problems what was given too and could not be read; the verification fails over every one of them
     * @param at recorded in the result; nothing depends on it
     * @return never an exception
     */
    public VerificationResult verify(List<SourcedCertificate> given, List<Problem> problems, Instant at) {
        VerificationFindings findings = new VerificationFindings(Arrays.asList(SevCheck.values()));
        SevChain chain = new SevPathSearch(given, signatures, roots).ofPlatform();
        SevChainVerification run = new SevChainVerification(findings, roots, signatures, chain);
        run.check(problems);
        return new VerificationResult(
                findings.positive(),
                findings.all(),
                at,
                Optional.empty(),
                List.of(),
                run.links(),
                List.of(),
                List.of(),
                List.of(),
                chain.leftOver(given));
    }
}
