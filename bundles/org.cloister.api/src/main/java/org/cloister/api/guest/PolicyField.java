// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Locale;
import java.util.Objects;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;

/**
 * A field of a guest's policy as the secure processor takes it: ATTRIBUTES and XFAM of a trust domain, for example, or
 * the vector length of a realm. Immutable.
 *
 * @since 1.1
 */
public sealed interface PolicyField {
    /** Its name in the vendor's manual, such as {@code ATTRIBUTES}; unique within a {@link GuestPolicy}. */
    String name();

    /** How wide it is, in bits. */
    int width();

    /** Its value for people and programs: a number as {@code 0x…}, bytes as hexadecimal digits, lower case. */
    String text();

    /**
     * Flags, or a number.
     *
     * @param name see {@link PolicyField#name()}
     * @param width in bits, 1 to 64
     * @param value unsigned, in a Java long; no bit above the width is set
     */
    record Number(String name, int width, long value) implements PolicyField {
        /**
         * Checks that the value fits.
         *
         * @throws IllegalArgumentException when it does not
         */
        public Number {
            Objects.requireNonNull(name, "name");
            if (width < 1 || width > Long.SIZE || width < Long.SIZE && value >>> width != 0) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s: 0x%x in %d bits", name, value, width));
            }
        }

        @Override
        public String text() {
            return Numbers.hex(value);
        }
    }

    /**
     * Bytes, such as an identity or a digest of 48 of them.
     *
     * @param name see {@link PolicyField#name()}
     * @param value in the order in which the secure processor takes them; at least one
     */
    record Content(String name, Bytes value) implements PolicyField {
        /**
         * Checks that there are bytes.
         *
         * @throws IllegalArgumentException when there are none
         */
        public Content {
            Objects.requireNonNull(name, "name");
            if (value.length() == 0) {
                throw new IllegalArgumentException(name + ": no bytes");
            }
        }

        @Override
        public int width() {
            return Byte.SIZE * value.length();
        }

        @Override
        public String text() {
            return value.hex();
        }
    }
}
