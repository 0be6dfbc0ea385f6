// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The bits of a policy that have no meaning: those that are neither a switch, nor part of the version, nor always one.
 * Immutable.
 *
 * @param mask one run of bits or several
 */
public record ReservedBits(long mask) {
    /** Whether any of them is set. */
    public boolean in(long policy) {
        return (policy & mask) != 0;
    }

    /** The numbers of those that are set, with commas. */
    public String numbers(long policy) {
        return IntStream.range(0, Long.SIZE)
                .filter(bit -> (policy & mask & 1L << bit) != 0)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
    }

    /** What is expected of them, for people: {@code bits 26 to 63 clear}. */
    public String expected() {
        int first = Long.numberOfTrailingZeros(mask);
        int last = Long.SIZE - 1 - Long.numberOfLeadingZeros(mask);
        boolean oneRun = Long.bitCount(mask) == last - first + 1;
        return oneRun ? "bits " + first + " to " + last + " clear" : "bits " + numbers(mask) + " clear";
    }
}
