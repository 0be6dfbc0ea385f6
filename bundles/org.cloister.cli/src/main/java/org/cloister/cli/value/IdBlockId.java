// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cloister.amd.id.IdBlock;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a family or image id: 32 hexadecimal digits, or a text of at most 16 bytes, filled with zeros. */
public final class IdBlockId implements ITypeConverter<Bytes> {
    private static final int SIZE = IdBlock.FAMILY_ID.size();

    @Override
    public Bytes convert(String text) {
        String digits = Numbers.withoutPrefix(text);
        if (digits.matches("[0-9a-fA-F]{" + 2 * SIZE + "}")) {
            return Bytes.ofHex(digits);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > SIZE) {
            throw new TypeConversionException(
                    "'" + text + "' is neither 32 hexadecimal digits nor a text of 1 to 16 bytes");
        }
        return Bytes.of(Arrays.copyOf(bytes, SIZE));
    }
}
