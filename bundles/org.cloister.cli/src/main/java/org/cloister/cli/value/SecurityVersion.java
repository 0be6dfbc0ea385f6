// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an unsigned number of 32 bits, in decimal or with 0x. */
public final class SecurityVersion implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            boolean hex = text.startsWith("0x");
            int value = hex ? Integer.parseUnsignedInt(text.substring(2), 16) : Integer.parseUnsignedInt(text);
            return Integer.toUnsignedLong(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number below 4294967296");
        }
    }
}
