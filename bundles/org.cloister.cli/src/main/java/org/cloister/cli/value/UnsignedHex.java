// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of 64 bits in hexadecimal, with or without 0x in front. */
public final class UnsignedHex implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
        String digits = value.startsWith("0x") || value.startsWith("0X") ? value.substring(2) : value;
        try {
            return Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not a hexadecimal number of at most 64 bits");
        }
    }
}
