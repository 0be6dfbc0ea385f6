// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.CloisterException;

/**
 * Verifies an X.509 chain from the root down. Each certificate is checked only when the one above it is proven to be
 * what it says: first the pinned key, then signatures over the raw bytes, then roles and dates.
 */
final class ChainChecks {
    /**
     * So much before its beginning a leaf is valid already: AMD's key service begins a certificate when it is asked for
     * it, by its own clock, which may be ahead of this one.
     */
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private final VerificationFindings findings;
    private final Roots roots;
    private final Signatures signatures;
    private final Instant at;

    ChainChecks(VerificationFindings findings, Roots roots, Signatures signatures, Instant at) {
        this.findings = findings;
        this.roots = roots;
        this.signatures = signatures;
        this.at = at;
    }

    /**
     * Verifies root and intermediate.
     *
     * @param role of the intermediate
     * @param source where what is missing can be got
     * @return whether all is well with both
     */
    boolean checkAuthorities(Chain chain, CertificateRole role, Supplier<String> source) {
        find(chain, ChainLevel.ROOT, CertificateRole.ARK, source);
        find(chain, ChainLevel.INTERMEDIATE, role, source);
        if (chain.root().isEmpty() || !isTrusted(chain.root().get())) {
            return false;
        }
        AmdCertificate root = chain.root().get();
        return check(ChainLevel.ROOT, root, root, CertificateRole.ARK)
                && chain.intermediate().isPresent()
                && check(ChainLevel.INTERMEDIATE, chain.intermediate().get(), root, role);
    }

    /** Verifies the key's certificate below authorities that are in order. */
    boolean checkLeaf(Chain chain, CertificateRole role) {
        return chain.leaf().isPresent()
                && check(
                        ChainLevel.LEAF,
                        chain.leaf().get(),
                        chain.intermediate().orElseThrow(),
                        role);
    }

    /** Records whether the certificate of a level is there. */
    void find(Chain chain, ChainLevel level, CertificateRole role, Supplier<String> source) {
        level.in(chain)
                .ifPresentOrElse(
                        one -> findings.pass(level.found(), one.toString()),
                        () -> findings.fail(
                                level.found(),
                                "there is no certificate of the " + role + " of this chain" + source.get()));
    }

    private boolean isTrusted(AmdCertificate root) {
        String fingerprint = "SHA-384 " + root.keyFingerprint().hex();
        return findings.judge(
                SnpCheck.ROOT_TRUSTED,
                roots.trust(root.keyFingerprint()),
                fingerprint,
                roots.refusal(root.productName().orElse("")) + " (" + fingerprint + ")");
    }

    private boolean check(ChainLevel level, AmdCertificate certificate, AmdCertificate signer, CertificateRole role) {
        boolean signed = findings.judge(
                level.signature(),
                signatures.valid(certificate, signer),
                "RSASSA-PSS by " + signer,
                "the signature of " + certificate + " was not made by the key of " + signer);
        return signed && checkRole(level, certificate, role) & checkValidity(level, certificate);
    }

    private boolean checkRole(ChainLevel level, AmdCertificate certificate, CertificateRole role) {
        return guarded(level.role(), () -> {
            List<String> faults = certificate.roleFaults(role);
            return findings.judge(
                    level.role(),
                    faults.isEmpty(),
                    role.name(),
                    certificate + " is not a valid " + role + ": " + String.join("; ", faults));
        });
    }

    private boolean checkValidity(ChainLevel level, AmdCertificate certificate) {
        return guarded(level.validity(), () -> {
            Instant first = certificate.notBefore();
            Instant last = certificate.notAfter();
            Duration tolerance = level == ChainLevel.LEAF ? CLOCK_TOLERANCE : Duration.ZERO;
            String early = at.isBefore(first) ? ", " + tolerance.toMinutes() + " minutes of clock tolerance" : "";
            return findings.judge(
                    level.validity(),
                    !at.isBefore(first.minus(tolerance)) && !at.isAfter(last),
                    "valid from " + first + " until " + last + ", judged at " + at + early,
                    certificate + (at.isBefore(first) ? " is not valid before " + first : " expired on " + last)
                            + ", judged at " + at);
        });
    }

    private boolean guarded(SnpCheck point, Supplier<Boolean> check) {
        try {
            return check.get();
        } catch (CloisterException e) {
            findings.fail(point, e.problem().message());
            return false;
        }
    }
}
