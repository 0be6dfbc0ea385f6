// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Something in a signed structure that this program does not know: a bit, some bytes, an extension. The signature shows
 * that AMD's firmware or AMD put it there, so it is news and no forgery. Immutable.
 *
 * @param where the structure and the field
 * @param offset bytes from the beginning of the structure
 * @param number of the bit within its field, or of the extension among its kind; empty for bytes between fields
 * @param value of the bit, or the bytes, in hexadecimal
 */
public record Unknown(String where, int offset, OptionalInt number, String value) {
    /** Checks that all parts are there. */
    public Unknown {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(value, "value");
    }

    /** A bit that is set. */
    public static Unknown bit(String where, int offset, int number) {
        return new Unknown(where, offset, OptionalInt.of(number), "0x1");
    }

    /** Bytes between fields. */
    public static Unknown bytes(String where, int offset, String hex) {
        return new Unknown(where, offset, OptionalInt.empty(), hex);
    }

    /** All of it in one line: {@code report, platform_info at offset 0x40, number 8: 0x1}. */
    @Override
    public String toString() {
        String which = number.isPresent() ? ", number " + number.getAsInt() : "";
        return String.format(Locale.ROOT, "%s at offset 0x%x%s: %s", where, offset, which, value);
    }
}
