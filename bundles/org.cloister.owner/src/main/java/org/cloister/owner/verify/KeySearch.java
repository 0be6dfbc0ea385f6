// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.api.Bytes;

/**
 * Finds the certificate of the key that made a report, with its chain: the first of those that fit the report, whose
 * chain verifies and whose key made the report's signature.
 *
 * <p>What costs least rejects first: what a certificate says, then its chain, whose authorities are few and proven by
 * then, and last the report's signature, which takes ten times as long as one of a chain; for each key once. Whoever
 * hands over the certificates can make any number that fit and hold any key, but none whose chain verifies.
 *
 * <p>Where none is found, it is the one that got furthest: whose key made the report, before one that fits it, before
 * one whose chain passed more checks. For one run.
 */
final class KeySearch {
    /** So many of those that do not verify are compared, to say what stopped the best. */
    private static final int COMPARED = 64;

    private final Function<AmdCertificate, JudgedChain> chains;
    private final Predicate<AmdCertificate> fits;
    private final Predicate<AmdCertificate> made;
    private final Map<Bytes, Boolean> makers = new HashMap<>();

    /**
     * @param chains finds the chain of a certificate
     * @param fits whether what a certificate says agrees with the report
     * @param made whether a certificate's key signed the report
     */
    KeySearch(
            Function<AmdCertificate, JudgedChain> chains,
            Predicate<AmdCertificate> fits,
            Predicate<AmdCertificate> made) {
        this.chains = chains;
        this.fits = fits;
        this.made = made;
    }

    /** @param leaves at least one */
    JudgedChain best(Collection<AmdCertificate> leaves) {
        if (leaves.size() == 1) {
            return chains.apply(leaves.iterator().next());
        }
        List<AmdCertificate> others = new ArrayList<>();
        List<JudgedChain> failed = new ArrayList<>();
        for (AmdCertificate leaf : leaves) {
            if (!fits.test(leaf)) {
                others.add(leaf);
                continue;
            }
            JudgedChain chain = chains.apply(leaf);
            if (chain.good() && made(chain)) {
                return chain;
            }
            failed.add(chain);
        }
        return furthest(failed, others);
    }

    private JudgedChain furthest(List<JudgedChain> fitting, List<AmdCertificate> others) {
        Comparator<JudgedChain> passed = Comparator.comparing(JudgedChain::passed);
        List<JudgedChain> ranked = new ArrayList<>(
                fitting.stream().sorted(passed.reversed()).limit(COMPARED).toList());
        others.stream().limit(COMPARED).map(chains).sorted(passed.reversed()).forEach(ranked::add);
        return ranked.stream().filter(this::made).findFirst().orElse(ranked.get(0));
    }

    private boolean made(JudgedChain chain) {
        AmdCertificate leaf = chain.chain().leaf().orElseThrow();
        return makers.computeIfAbsent(leaf.subjectPublicKeyInfo(), any -> made.test(leaf));
    }
}
