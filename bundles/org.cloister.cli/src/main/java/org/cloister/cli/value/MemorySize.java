// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.util.regex.Pattern;
import org.cloister.api.Numbers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An amount of memory, written as a number with K, M, G or T for a power of 1024. A number alone is MiB, as to QEMU; a
 * note says so, because other tools read bytes.
 *
 * @param bytes how much, not negative
 * @param bare whether it was a number alone
 */
public record MemorySize(long bytes, boolean bare) {
    private static final Pattern BARE = Pattern.compile("[0-9]{1,18}");

    /** Reads such an amount. */
    public static final class Converter implements ITypeConverter<MemorySize> {
        @Override
        public MemorySize convert(String text) {
            boolean bare = BARE.matcher(text).matches();
            long bytes = Numbers.parseSize(bare ? text + "M" : text)
                    .orElseThrow(
                            () -> new TypeConversionException("'" + text + "' is not a size; write it as 256M or 2G"));
            return new MemorySize(bytes, bare);
        }
    }
}
