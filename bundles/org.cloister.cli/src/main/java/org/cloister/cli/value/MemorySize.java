// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An amount of memory, written as a number with K, M, G or T for a power of 1024. The letter must be there: a number
 * alone is bytes to some tools and MiB to others.
 *
 * @param bytes how much, not negative
 */
public record MemorySize(long bytes) {
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,18})([KMGT])", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGT";

    /** Reads such an amount. */
    public static final class Converter implements ITypeConverter<MemorySize> {
        @Override
        public MemorySize convert(String text) {
            Matcher matcher = SYNTAX.matcher(text);
            if (!matcher.matches()) {
                throw refused(text);
            }
            int power = UNITS.indexOf(Character.toUpperCase(matcher.group(2).charAt(0))) + 1;
            try {
                return new MemorySize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << 10 * power));
            } catch (ArithmeticException tooLarge) {
                throw refused(text);
            }
        }

        private static TypeConversionException refused(String text) {
            return new TypeConversionException("'" + text + "' is not a size; write it as 256M or 2G");
        }
    }
}
