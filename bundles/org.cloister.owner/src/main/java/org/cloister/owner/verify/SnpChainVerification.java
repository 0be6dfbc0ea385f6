// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Problem;

/**
 * What certificates and revocation lists were given to be judged at one time, and all that is made of them: for one
 * report or for many. Safe to share between threads.
 */
final class SnpChainVerification {
    private final Roots roots;
    private final Signatures signatures;
    private final CertificateBundle given;
    private final Instant at;
    private final CandidateCertificates candidates;
    private final RevocationLists lists;
    private final Map<Asked, JudgedChain> good = new ConcurrentHashMap<>();

    /** All that a valid chain depends on. The report that asks gets the reason where a chain is not valid. */
    private record Asked(AmdCertificate leaf, CertificateRole role, List<Generation> possible) {}

    SnpChainVerification(Roots roots, Signatures signatures, CertificateBundle given, Instant at) {
        this.roots = roots;
        this.signatures = signatures.forRun();
        this.given = given;
        this.at = at;
        this.candidates = new CandidateCertificates(given.certificates(), roots);
        this.lists = new RevocationLists(given.crls(), this.signatures);
    }

    /** Finds chains among what was given. */
    ChainFinder finder(Sources sources) {
        return new ChainFinder(candidates, new ChainJudge(roots, signatures, lists, sources, at), roots, signatures);
    }

    /** Finds the chains of keys; those that are in order once, whichever report asks for them. */
    Function<AmdCertificate, JudgedChain> chains(ChainFinder finder, CertificateRole role, Sources sources) {
        return leaf -> {
            Asked asked = new Asked(leaf, role, sources.generations());
            JudgedChain known = good.get(asked);
            if (known != null) {
                return known;
            }
            JudgedChain found = finder.ofKey(leaf, role);
            if (found.good()) {
                good.put(asked, found);
            }
            return found;
        };
    }

    /** The certificates of a role that were given. */
    Collection<AmdCertificate> given(CertificateRole role) {
        return candidates.of(role);
    }

    /** What was given and has no part in a chain. */
    List<IgnoredItem> leftOver(Chain chain) {
        return LeftOver.of(given, chain, at);
    }

    /** The time that validity is judged at. */
    Instant at() {
        return at;
    }

    /** What was given and could not be read, and need not be. */
    List<IgnoredItem> ignored() {
        return given.ignored();
    }

    /**
     * What was named as the key's certificate and cannot be read is not missing: who got it should not be sent for one
     * more.
     */
    void explainMissing(VerificationFindings findings) {
        if (findings.status(SnpCheck.CERTIFICATES_FORM) == Status.FAILED
                && findings.has(SnpCheck.LEAF_FOUND)
                && findings.status(SnpCheck.LEAF_FOUND) == Status.FAILED) {
            findings.fail(
                    SnpCheck.LEAF_FOUND,
                    "none that was given can be read: see " + SnpCheck.CERTIFICATES_FORM.label(),
                    SnpCheck.CERTIFICATES_FORM.remedy());
        }
    }

    void checkForm(VerificationFindings findings) {
        int count = given.certificates().size() + given.crls().size();
        findings.judge(
                SnpCheck.CERTIFICATES_FORM,
                given.problems().isEmpty(),
                count + " certificates and revocation lists, strictly encoded",
                given.problems().stream().map(Problem::message).collect(Collectors.joining("; ")));
    }
}
