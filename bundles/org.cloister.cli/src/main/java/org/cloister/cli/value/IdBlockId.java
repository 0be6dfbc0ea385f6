// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cloister.amd.id.IdBlock;
import org.cloister.api.ByteText;
import org.cloister.api.Bytes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a family or image id: 16 bytes in hexadecimal or base64, or a text of at most 16, filled with zeros. */
public final class IdBlockId implements ITypeConverter<Bytes> {
    private static final int SIZE = IdBlock.FAMILY_ID.size();

    @Override
    public Bytes convert(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // No notation of 16 bytes is as short as that
        if (bytes.length > 0 && bytes.length <= SIZE) {
            return Bytes.of(Arrays.copyOf(bytes, SIZE));
        }
        return ByteText.readExactly(text, SIZE)
                .orElseThrow(() -> new TypeConversionException("'" + text
                        + "' is neither 32 hexadecimal digits nor a text of 1 to 16 bytes, nor base64 of 16 bytes"));
    }
}
