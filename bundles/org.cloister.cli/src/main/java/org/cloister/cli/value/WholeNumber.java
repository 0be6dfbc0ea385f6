// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole decimal number that fits into 32 bits; what range makes sense is for others to say. */
public final class WholeNumber implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number below " + Integer.MAX_VALUE);
        }
    }
}
