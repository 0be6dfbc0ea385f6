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
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** Verifies X.509 chains of SEV-SNP without a report. Safe to share between threads. */
public final class SnpChainVerifier {
    private static final Set<SnpCheck> WITH_AUTHORITIES = EnumSet.of(SnpCheck.CERTIFICATES_FORM);
    private static final Set<SnpCheck> WITH_KEY;
    private static final Set<CertificateRole> INTERMEDIATES = EnumSet.of(CertificateRole.ASK, CertificateRole.ASVK);

    static {
        WITH_AUTHORITIES.addAll(EnumSet.range(SnpCheck.ROOT_FOUND, SnpCheck.INTERMEDIATE_VALIDITY));
        WITH_AUTHORITIES.addAll(EnumSet.range(SnpCheck.CRL_ISSUER, SnpCheck.CRL_LEAF));
        WITH_KEY = EnumSet.copyOf(WITH_AUTHORITIES);
        WITH_KEY.addAll(EnumSet.range(SnpCheck.LEAF_FOUND, SnpCheck.LEAF_VALIDITY));
        WITH_KEY.add(SnpCheck.PRODUCT);
    }

    private final Roots roots;
    private final Signatures signatures;

    private SnpChainVerifier(Roots roots, Signatures signatures) {
        this.roots = roots;
        this.signatures = signatures;
    }

    /** A verifier that trusts some roots. */
    public static SnpChainVerifier of(Roots roots, Crypto crypto) {
        return new SnpChainVerifier(roots, new Signatures(crypto, SignatureMemory.none()));
    }

    /** A verifier that remembers which certificates' signatures were valid; see {@link ReportVerifier#remembering}. */
    public static SnpChainVerifier remembering(Roots roots, Crypto crypto) {
        return new SnpChainVerifier(roots, new Signatures(crypto, SignatureMemory.some()));
    }

    /**
     * Verifies the chain of every certificate of a key, then that of every intermediate which is in none of those. A
     * certificate that has no role in AMD's chains lets all of them fail.
     *
     * @param given certificates and revocation lists
     * @param at the time that validity is judged at
     * @return one result for each chain; never empty, never an exception
     */
    public List<VerificationResult> verify(CertificateBundle given, Instant at) {
        CertificateBundle all = given.and(new CertificateBundle(List.of(), List.of(), strangers(given)));
        List<VerificationResult> results = new ArrayList<>();
        for (AmdCertificate one : given.certificates()) {
            one.role().filter(role -> !role.authority()).ifPresent(role -> results.add(verifyKey(one, role, all, at)));
        }
        Set<AmdCertificate> seen =
                results.stream().flatMap(one -> one.chain().stream()).collect(Collectors.toSet());
        for (AmdCertificate one : given.certificates()) {
            one.role()
                    .filter(role -> INTERMEDIATES.contains(role) && !seen.contains(one))
                    .ifPresent(role -> results.add(verifyAuthority(Optional.of(one), role, all, at)));
        }
        return results.isEmpty()
                ? List.of(verifyAuthority(Optional.empty(), CertificateRole.ASK, all, at))
                : List.copyOf(results);
    }

    private static List<Problem> strangers(CertificateBundle given) {
        return given.certificates().stream()
                .filter(one -> one.role().isEmpty())
                .map(one -> Problem.input(OwnerCodes.X509_ROLE, "this certificate has no role in AMD's chains")
                        .at(one.where())
                        .found(one.subject()))
                .toList();
    }

    private VerificationResult verifyKey(
            AmdCertificate leaf, CertificateRole role, CertificateBundle given, Instant at) {
        VerificationFindings findings = new VerificationFindings(WITH_KEY);
        SnpChainVerification verification = new SnpChainVerification(findings, roots, signatures, given, at);
        verification.checkForm();
        Chain chain = verification.finder().ofKey(leaf, role);
        Sources sources = new Sources(role, chain, Optional.empty());
        if (verification.check(chain, role, sources)) {
            new ProductCheck(chain, roots, Optional.empty()).check(findings);
        }
        return result(findings, at, chain, sources.requests(chain, !given.crls().isEmpty()));
    }

    private VerificationResult verifyAuthority(
            Optional<AmdCertificate> intermediate, CertificateRole role, CertificateBundle given, Instant at) {
        VerificationFindings findings = new VerificationFindings(WITH_AUTHORITIES);
        SnpChainVerification verification = new SnpChainVerification(findings, roots, signatures, given, at);
        verification.checkForm();
        Chain chain = intermediate
                .map(verification.finder()::ofAuthority)
                .orElseGet(() -> verification.finder().ofAuthorities(role));
        CertificateRole leaf = role == CertificateRole.ASVK ? CertificateRole.VLEK : CertificateRole.VCEK;
        Sources sources = new Sources(leaf, chain, Optional.empty());
        boolean authorities = verification.checkAuthorities(chain, leaf, sources);
        verification.checkRevocation(chain, authorities, sources);
        return result(
                findings, at, chain, sources.authorities(chain, !given.crls().isEmpty()));
    }

    private static VerificationResult result(
            VerificationFindings findings, Instant at, Chain chain, List<String> requests) {
        return new VerificationResult(
                findings.positive(),
                findings.all(),
                at,
                Optional.empty(),
                chain.found(),
                chain.links(findings),
                requests);
    }
}
