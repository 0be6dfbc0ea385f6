// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import org.cloister.api.Numbers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An amount of memory, written as a number with K, M, G or T for a power of 1024. The letter must be there: a number
 * alone is bytes to some tools and MiB to others.
 *
 * @param bytes how much, not negative
 */
public record MemorySize(long bytes) {
    /** Reads such an amount. */
    public static final class Converter implements ITypeConverter<MemorySize> {
        @Override
        public MemorySize convert(String text) {
            return new MemorySize(Numbers.parseSize(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is not a size; write it as 256M or 2G")));
        }
    }
}
