// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.owner.evidence.EvidenceItem;

/**
 * Remembers what was made of certificates, for the next report that comes with the same ones and is judged at the same
 * time. Safe to share between threads.
 */
final class ChainMemory {
    private static final int SIZE = 16;

    /** What evidence brings beyond this is read each time: whoever sends it decides how much there is. */
    private static final int MOST_BYTES = 64 * 1024;

    private final Map<Given, SnpChainVerification> known = new LinkedHashMap<>(SIZE, 0.75f, true);
    private final int size;

    /** The bundle is the same one where it is the same object: equal certificates can have other names. */
    private record Given(CertificateBundle bundle, List<EvidenceItem> items, Instant at) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Given that
                    && bundle == that.bundle
                    && items.equals(that.items)
                    && at.equals(that.at);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * System.identityHashCode(bundle) + items.hashCode()) + at.hashCode();
        }
    }

    private ChainMemory(int size) {
        this.size = size;
    }

    /** One that remembers nothing. */
    static ChainMemory none() {
        return new ChainMemory(0);
    }

    /** One that remembers what was used last. */
    static ChainMemory some() {
        return new ChainMemory(SIZE);
    }

    /**
     * What is made of certificates.
     *
     * @param items those that evidence brings, not read yet
     * @param make makes it of both
     */
    SnpChainVerification of(
            CertificateBundle bundle,
            List<EvidenceItem> items,
            Instant at,
            Function<CertificateBundle, SnpChainVerification> make) {
        int bytes = items.stream().mapToInt(item -> item.content().length()).sum();
        if (size == 0 || bytes > MOST_BYTES) {
            return make.apply(all(bundle, items));
        }
        Given given = new Given(bundle, items, at);
        SnpChainVerification made = get(given);
        if (made == null) {
            made = make.apply(all(bundle, items));
            add(given, made);
        }
        return made;
    }

    private static CertificateBundle all(CertificateBundle bundle, List<EvidenceItem> items) {
        return items.isEmpty() ? bundle : bundle.and(EvidenceCertificates.of(items));
    }

    private synchronized SnpChainVerification get(Given given) {
        return known.get(given);
    }

    private synchronized void add(Given given, SnpChainVerification made) {
        known.put(given, made);
        if (known.size() > size) {
            known.remove(known.keySet().iterator().next());
        }
    }
}
