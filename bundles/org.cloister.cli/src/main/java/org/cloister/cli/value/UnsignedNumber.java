// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import org.cloister.api.Numbers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an unsigned number, decimal or hexadecimal with {@code 0x}.
 *
 * @param bits how many bits it may have, at most 64
 */
public record UnsignedNumber(int bits) implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        long most = -1L >>> Long.SIZE - bits;
        return Numbers.parse(text, 0, most)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a number from 0 to "
                        + Numbers.hex(most) + ", decimal or 0x hexadecimal"));
    }
}
