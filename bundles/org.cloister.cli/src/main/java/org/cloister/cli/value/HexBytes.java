// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.util.regex.Pattern;
import org.cloister.api.Bytes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads any number of bytes in hexadecimal, at least one. */
public final class HexBytes implements ITypeConverter<Bytes> {
    private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})+");

    @Override
    public Bytes convert(String text) {
        if (!HEX.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is not an even number of hexadecimal digits");
        }
        return Bytes.ofHex(text);
    }
}
