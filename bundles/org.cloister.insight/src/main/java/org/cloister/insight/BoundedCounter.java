// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts by a word. The words come from vendors, so there is a bound to how many are kept. Safe for use by several
 * threads.
 */
final class BoundedCounter {
    static final int MOST_WORDS = 200;
    static final String OTHER = "other";

    private final SortedMap<String, Long> counts = new TreeMap<>();

    synchronized void count(String word) {
        boolean kept = counts.containsKey(word) || counts.size() < MOST_WORDS;
        counts.merge(kept ? word : OTHER, 1L, Long::sum);
    }

    synchronized Map<String, Long> byWord() {
        return new TreeMap<>(counts);
    }

    synchronized long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
