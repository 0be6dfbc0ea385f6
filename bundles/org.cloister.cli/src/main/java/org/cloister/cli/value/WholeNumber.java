// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import org.cloister.api.Numbers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number that fits into 32 bits, decimal or 0x; what range makes sense is for others to say. */
public final class WholeNumber implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        long number = Numbers.parseSigned(text).orElse(Long.MAX_VALUE);
        if (number != (int) number) {
            throw new TypeConversionException("'" + text + "' is not a whole number below " + Integer.MAX_VALUE);
        }
        return (int) number;
    }
}
