// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Problem;

/** The authentication of a key by its X.509 chain, with revocation. Not for use by several threads. */
final class SnpChainVerification {
    private static final List<SnpCheck> REVOCATION = List.of(
            SnpCheck.CRL_ISSUER,
            SnpCheck.CRL_SIGNATURE,
            SnpCheck.CRL_WINDOW,
            SnpCheck.CRL_INTERMEDIATE,
            SnpCheck.CRL_LEAF);

    private final VerificationFindings findings;
    private final Signatures signatures;
    private final CertificateBundle given;
    private final Instant at;
    private final ChainFinder finder;
    private final ChainChecks checks;

    SnpChainVerification(
            VerificationFindings findings, Roots roots, Signatures signatures, CertificateBundle given, Instant at) {
        this.findings = findings;
        this.signatures = signatures;
        this.given = given;
        this.at = at;
        this.finder = new ChainFinder(given.certificates(), roots, signatures);
        this.checks = new ChainChecks(findings, roots, signatures, at);
    }

    ChainFinder finder() {
        return finder;
    }

    void checkForm() {
        int count = given.certificates().size() + given.crls().size();
        findings.judge(
                SnpCheck.CERTIFICATES_FORM,
                given.problems().isEmpty(),
                count + " certificates and revocation lists, strictly encoded",
                given.problems().stream().map(Problem::message).collect(Collectors.joining("; ")));
    }

    Chain find(CertificateRole leaf, Predicate<AmdCertificate> wanted) {
        return finder.find(leaf, wanted);
    }

    /** Verifies a chain with its leaf; whether all of it is in order and nothing is known to be revoked. */
    boolean check(Chain chain, CertificateRole leaf, Sources sources) {
        checks.find(chain, ChainLevel.LEAF, leaf, () -> others(leaf) + sources.ofKey());
        boolean authorities = checkAuthorities(chain, leaf, sources);
        boolean all = authorities && checks.checkLeaf(chain, leaf);
        checkRevocation(chain, authorities, sources);
        return all && REVOCATION.stream().noneMatch(point -> findings.status(point) == Status.FAILED);
    }

    /** Verifies the authorities of a chain. */
    boolean checkAuthorities(Chain chain, CertificateRole leaf, Sources sources) {
        return checks.checkAuthorities(chain, leaf.issuer(), sources::ofAuthorities);
    }

    /** Looks at the revocation lists that were given. */
    void checkRevocation(Chain chain, boolean authorities, Sources sources) {
        if (given.crls().isEmpty()) {
            String reason = "no revocation list was given" + sources.ofRevocationList();
            REVOCATION.forEach(point -> findings.skip(point, reason));
        } else if (authorities) {
            new RevocationChecks(findings, signatures.crypto(), chain, at).check(given.crls());
        }
    }

    // A report signed with one kind of key and the certificate of the other is a common mix-up.
    private String others(CertificateRole leaf) {
        CertificateRole other = leaf == CertificateRole.VCEK ? CertificateRole.VLEK : CertificateRole.VCEK;
        return finder.of(other).isEmpty() ? "" : ", only one of a " + other;
    }
}
