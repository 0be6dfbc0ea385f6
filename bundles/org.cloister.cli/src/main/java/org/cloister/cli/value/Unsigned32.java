// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an unsigned number of at most 32 bits, decimal or hexadecimal with {@code 0x}. */
public final class Unsigned32 implements ITypeConverter<Long> {
    private static final long MOST = 0xffffffffL;

    @Override
    public Long convert(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        try {
            long number = hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            if (number >= 0 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as for a number out of range
        }
        throw new TypeConversionException(
                "'" + text + "' is not a number from 0 to 0xffffffff, decimal or 0x hexadecimal");
    }
}
