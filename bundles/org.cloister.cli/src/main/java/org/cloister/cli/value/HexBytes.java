// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads bytes written as hexadecimal digits in either case, with or without {@code 0x}. */
public final class HexBytes implements ITypeConverter<Bytes> {
    @Override
    public Bytes convert(String text) {
        try {
            return Bytes.ofHex(Numbers.withoutPrefix(text));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is not an even number of hexadecimal digits");
        }
    }
}
