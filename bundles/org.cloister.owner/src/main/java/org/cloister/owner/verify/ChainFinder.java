// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.amd.x509.DistinguishedName;
import org.cloister.api.Bytes;

/**
 * Finds the chain of a certificate among all candidates: one that verifies where there is one, else the one that got
 * furthest. Authorities are judged once for each name, before any key below them is looked at. For one run.
 */
final class ChainFinder {
    /** So many that do not verify are tried for a key, which fails anyway. */
    private static final int TRIED = 16;

    private static final Comparator<JudgedChain> FURTHEST = Comparator.comparing(JudgedChain::good)
            .thenComparing(JudgedChain::passed)
            .reversed();

    private record Name(CertificateRole role, Bytes encoded) {}

    private final CandidateCertificates candidates;
    private final ChainJudge judge;
    private final Roots roots;
    private final Signatures signatures;
    private final Map<Name, List<JudgedChain>> authorities = new HashMap<>();
    private final Map<Bytes, List<Optional<AmdCertificate>>> issuers = new HashMap<>();

    ChainFinder(CandidateCertificates candidates, ChainJudge judge, Roots roots, Signatures signatures) {
        this.candidates = candidates;
        this.judge = judge;
        this.roots = roots;
        this.signatures = signatures;
    }

    /** The chain of a key's certificate. */
    JudgedChain ofKey(AmdCertificate leaf, CertificateRole role) {
        List<JudgedChain> above = authorities(role.issuer(), leaf.issuer());
        if (above.isEmpty()) {
            Optional<Generation> generation = leaf.productName().flatMap(ProductCheck::named);
            return judge.withLeaf(
                    withoutIntermediate(role.issuer(), generation.stream().toList()), leaf, role);
        }
        if (!above.get(0).good()) {
            return judge.withLeaf(signerOf(leaf, above), leaf, role);
        }
        return above.stream()
                .filter(JudgedChain::good)
                .map(one -> judge.withLeaf(one, leaf, role))
                .reduce(JudgedChain::or)
                .orElseThrow();
    }

    private JudgedChain signerOf(AmdCertificate leaf, List<JudgedChain> above) {
        return above.stream()
                .limit(TRIED)
                .filter(one -> signatures.valid(leaf, one.chain().intermediate().orElseThrow()))
                .findFirst()
                .orElse(above.get(0));
    }

    /**
     * A chain without the certificate of a key.
     *
     * @param role of the key
     * @param generations those that the key may be of
     * @param addition to what is said of the missing certificate
     */
    JudgedChain withoutKey(CertificateRole role, Collection<Generation> generations, String addition) {
        return judge.withoutLeaf(ofAuthorities(role.issuer(), generations), role, addition);
    }

    /** The authorities that were given, and those that are built in, where one generation alone is possible. */
    private JudgedChain ofAuthorities(CertificateRole role, Collection<Generation> generations) {
        if (candidates.of(role).isEmpty() && generations.size() > 1) {
            return judge.undetermined();
        }
        List<AmdCertificate> builtIn = generations.size() == 1 ? candidates.builtIn(role, generations) : List.of();
        return Stream.concat(candidates.of(role).stream(), builtIn.stream())
                .distinct()
                .map(one -> ofAuthority(one, role))
                .reduce(JudgedChain::or)
                .orElseGet(() -> withoutIntermediate(role, generations));
    }

    /** The chain that ends with a certain authority. */
    JudgedChain ofAuthority(AmdCertificate intermediate, CertificateRole role) {
        return issuers(intermediate.issuer()).stream()
                .map(root -> judge.authorities(root, Optional.of(intermediate), role))
                .reduce(JudgedChain::or)
                .orElseThrow();
    }

    private JudgedChain withoutIntermediate(CertificateRole role, Collection<Generation> generations) {
        Optional<AmdCertificate> root = Stream.concat(
                        candidates.of(CertificateRole.ARK).stream(),
                        candidates.builtIn(CertificateRole.ARK, generations).stream())
                .min(Comparator.comparing(one -> !roots.trust(one.keyFingerprint())));
        return judge.authorities(root, Optional.empty(), role);
    }

    /** Those of a role and name, each under its best root; the best come first. */
    private List<JudgedChain> authorities(CertificateRole role, DistinguishedName name) {
        Name key = new Name(role, name.encoded());
        List<JudgedChain> known = authorities.get(key);
        if (known == null) {
            known = candidates.named(role, name).stream()
                    .map(one -> ofAuthority(one, role))
                    .sorted(FURTHEST)
                    .toList();
            authorities.put(key, known);
        }
        return known;
    }

    /** The roots of a name: for each trusted key the best certificate; where none is trusted, one of the others. */
    private List<Optional<AmdCertificate>> issuers(DistinguishedName name) {
        return issuers.computeIfAbsent(name.encoded(), any -> {
            Map<Bytes, JudgedChain> best = new LinkedHashMap<>();
            List<AmdCertificate> named = candidates.named(CertificateRole.ARK, name);
            for (AmdCertificate root : named) {
                if (roots.trust(root.keyFingerprint())) {
                    best.merge(root.keyFingerprint(), rootAlone(root), JudgedChain::or);
                }
            }
            return best.isEmpty()
                    ? List.of(named.stream().findFirst())
                    : best.values().stream().map(one -> one.chain().root()).toList();
        });
    }

    private JudgedChain rootAlone(AmdCertificate root) {
        return judge.authorities(Optional.of(root), Optional.empty(), CertificateRole.ASK);
    }
}
