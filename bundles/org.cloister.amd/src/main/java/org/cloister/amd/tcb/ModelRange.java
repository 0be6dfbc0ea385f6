// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A run of processor models of one family, both ends included. Immutable.
 *
 * @param first 0 to 255, base and extended model together
 * @param last 0 to 255
 */
public record ModelRange(int first, int last) {
    /** Whether a model lies in it. */
    public boolean contains(int model) {
        return model >= first && model <= last;
    }

    /** The ranges of a text such as {@code 10-1f a0-af}, in hexadecimal. */
    static List<ModelRange> all(String text) {
        return Arrays.stream(text.split(" ")).map(ModelRange::one).toList();
    }

    private static ModelRange one(String text) {
        String[] ends = text.split("-");
        return new ModelRange(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[1], 16));
    }

    /** Both ends in hexadecimal. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "0x%02x-0x%02x", first, last);
    }
}
