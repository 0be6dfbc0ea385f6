// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;

/** Verifies X.509 chains of SEV-SNP without a report. Safe to share between threads. */
public final class SnpChainVerifier {
    private static final Set<SnpCheck> WITH_AUTHORITIES = EnumSet.of(SnpCheck.CERTIFICATES_FORM);
    private static final Set<SnpCheck> WITH_KEY;

    static {
        WITH_AUTHORITIES.addAll(EnumSet.range(SnpCheck.ROOT_FOUND, SnpCheck.INTERMEDIATE_VALIDITY));
        WITH_AUTHORITIES.add(SnpCheck.CERTIFICATES_UNKNOWN);
        WITH_AUTHORITIES.addAll(EnumSet.range(SnpCheck.CRL_ISSUER, SnpCheck.CRL_LEAF));
        WITH_KEY = EnumSet.copyOf(WITH_AUTHORITIES);
        WITH_KEY.addAll(EnumSet.range(SnpCheck.LEAF_FOUND, SnpCheck.LEAF_VALIDITY));
        WITH_KEY.add(SnpCheck.PRODUCT);
    }

    private final Roots roots;
    private final Signatures signatures;
    private final boolean refusing;

    private SnpChainVerifier(Roots roots, Signatures signatures, boolean refusing) {
        this.roots = roots;
        this.signatures = signatures;
        this.refusing = refusing;
    }

    /** A verifier that trusts some roots. */
    public static SnpChainVerifier of(Roots roots, Crypto crypto) {
        return new SnpChainVerifier(roots, new Signatures(crypto, SignatureMemory.none()), false);
    }

    /** A verifier that remembers which certificates' signatures were valid; see {@link ReportVerifier#remembering}. */
    public static SnpChainVerifier remembering(Roots roots, Crypto crypto) {
        return new SnpChainVerifier(roots, new Signatures(crypto, SignatureMemory.some()), false);
    }

    /** The same, which refuses certificates that say what is not known in place of telling it. */
    SnpChainVerifier refusingUnknown() {
        return new SnpChainVerifier(roots, signatures, true);
    }

    /**
     * Verifies the chain of every certificate of a key that was given, then that of every intermediate which is in none
     * of those. Authorities that are built in take part where they fit.
     *
     * @param given certificates and revocation lists
     * @param at the time that validity is judged at
     * @return one result for each chain; never empty, never an exception
     */
    public List<VerificationResult> verify(CertificateBundle given, Instant at) {
        SnpChainVerification chains = new SnpChainVerification(roots, signatures, given, at);
        List<VerificationResult> results = new ArrayList<>();
        for (CertificateRole role : List.of(CertificateRole.VCEK, CertificateRole.VLEK)) {
            for (AmdCertificate leaf : chains.given(role)) {
                results.add(verifyKey(leaf, role, chains, at));
            }
        }
        Set<AmdCertificate> seen =
                results.stream().flatMap(one -> one.chain().stream()).collect(Collectors.toSet());
        for (CertificateRole role : List.of(CertificateRole.ASK, CertificateRole.ASVK)) {
            for (AmdCertificate intermediate : chains.given(role)) {
                if (!seen.contains(intermediate)) {
                    results.add(verifyAuthority(intermediate, role, chains, at));
                }
            }
        }
        return results.isEmpty() ? List.of(verifyNothing(chains, at)) : List.copyOf(results);
    }

    private VerificationResult verifyKey(
            AmdCertificate leaf, CertificateRole role, SnpChainVerification chains, Instant at) {
        Sources sources = Sources.of(role, leaf.productName(), roots);
        JudgedChain judged = chains.finder(sources).ofKey(leaf, role);
        VerificationFindings findings = new VerificationFindings(WITH_KEY);
        if (judged.good()) {
            new ProductCheck(judged.chain(), roots, Optional.empty()).check(findings);
        }
        return result(findings, at, judged, chains, sources);
    }

    private VerificationResult verifyAuthority(
            AmdCertificate intermediate, CertificateRole role, SnpChainVerification chains, Instant at) {
        CertificateRole leaf = role == CertificateRole.ASVK ? CertificateRole.VLEK : CertificateRole.VCEK;
        Sources sources = Sources.of(leaf, intermediate.productName(), roots);
        JudgedChain judged = chains.finder(sources).ofAuthority(intermediate, role);
        return result(new VerificationFindings(WITH_AUTHORITIES), at, judged, chains, sources);
    }

    /** Nothing but roots, or not even one. */
    private VerificationResult verifyNothing(SnpChainVerification chains, Instant at) {
        Sources sources = Sources.of(CertificateRole.VCEK, Optional.empty(), roots);
        JudgedChain judged = chains.finder(sources).withoutKey(CertificateRole.VCEK, List.of(), "");
        return result(new VerificationFindings(WITH_AUTHORITIES), at, judged, chains, sources);
    }

    private VerificationResult result(
            VerificationFindings findings,
            Instant at,
            JudgedChain judged,
            SnpChainVerification chains,
            Sources sources) {
        chains.checkForm(findings);
        findings.take(judged.findings());
        chains.explainMissing(findings);
        Chain chain = judged.chain();
        CertificateNews.check(chain, findings, refusing);
        return new VerificationResult(
                findings.positive(),
                findings.all(),
                at,
                Optional.empty(),
                chain.found(),
                chain.links(findings),
                sources.requests(chain, findings),
                List.of(),
                findings.unknown(),
                chains.ignored());
    }
}
