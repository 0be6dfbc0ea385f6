// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

/** Numbers as messages and reports have them. */
public final class Numbers {
    private Numbers() {}

    /** An unsigned number of 64 bits in hexadecimal, with {@code 0x}, in small letters and without leading zeros. */
    public static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    /** As {@link #hex}, of 32 bits: a number with its highest bit set has eight digits. */
    public static String hex32(int number) {
        return "0x" + Integer.toHexString(number);
    }
}
