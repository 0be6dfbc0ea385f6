// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.stream.IntStream;

/** The numbers of the bits that are set in a word. */
final class BitNumbers {
    private BitNumbers() {}

    /** Ascending, 0 to 63. */
    static IntStream of(long word) {
        return IntStream.range(0, Long.SIZE).filter(number -> (word >>> number & 1) != 0);
    }
}
