// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.Optional;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;

/** Judges chains as a search puts them together: authorities first, then a key below them. For one run. */
final class ChainJudge {
    private final Roots roots;
    private final Signatures signatures;
    private final RevocationLists lists;
    private final Sources sources;
    private final Instant at;

    /** @param sources where what is missing can be got */
    ChainJudge(Roots roots, Signatures signatures, RevocationLists lists, Sources sources, Instant at) {
        this.roots = roots;
        this.signatures = signatures;
        this.lists = lists;
        this.sources = sources;
        this.at = at;
    }

    /**
     * The authorities of a chain.
     *
     * @param role of the intermediate
     */
    JudgedChain authorities(
            Optional<AmdCertificate> root, Optional<AmdCertificate> intermediate, CertificateRole role) {
        Chain chain = new Chain(root, intermediate, Optional.empty());
        VerificationFindings findings = new VerificationFindings(JudgedChain.CHECKS);
        if (lists.count() == 0) {
            JudgedChain.REVOCATION.forEach(point -> findings.skip(point, "no revocation list was given"));
        }
        boolean good = checks(findings).checkAuthorities(chain, role, sources::ofAuthorities)
                && revocation(findings, chain).checkIntermediate(root.orElseThrow(), intermediate.orElseThrow());
        return new JudgedChain(chain, findings, good);
    }

    /** No authorities, where several generations have some and nothing says which are needed. */
    JudgedChain undetermined() {
        VerificationFindings findings = new VerificationFindings(JudgedChain.CHECKS);
        String reason = "which authorities are needed is known with the key's certificate alone";
        findings.skip(SnpCheck.ROOT_FOUND, reason);
        findings.skip(SnpCheck.INTERMEDIATE_FOUND, reason);
        return new JudgedChain(Chain.NONE, findings, false);
    }

    /** A key's certificate below authorities. */
    JudgedChain withLeaf(JudgedChain above, AmdCertificate leaf, CertificateRole role) {
        Chain chain = new Chain(above.chain().root(), above.chain().intermediate(), Optional.of(leaf));
        VerificationFindings findings = new VerificationFindings(JudgedChain.CHECKS);
        findings.take(above.findings());
        findings.pass(SnpCheck.LEAF_FOUND, leaf.toString());
        boolean good = above.good()
                && checks(findings).checkLeaf(chain, role)
                && revocation(findings, chain).checkLeaf(chain);
        return new JudgedChain(chain, findings, good);
    }

    /** Authorities without a key's certificate. */
    JudgedChain withoutLeaf(JudgedChain above, CertificateRole role, String addition) {
        VerificationFindings findings = new VerificationFindings(JudgedChain.CHECKS);
        findings.take(above.findings());
        checks(findings).find(above.chain(), ChainLevel.LEAF, role, () -> addition + sources.ofKey());
        return new JudgedChain(above.chain(), findings, false);
    }

    private ChainChecks checks(VerificationFindings findings) {
        return new ChainChecks(findings, roots, signatures, at);
    }

    private RevocationChecks revocation(VerificationFindings findings, Chain chain) {
        return new RevocationChecks(findings, lists, at, () -> sources.ofRevocationList(chain));
    }
}
