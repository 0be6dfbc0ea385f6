// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a launch digest of SEV or SEV-ES: 64 hexadecimal digits, or base64 of 32 bytes. */
public final class DigestBytes implements ITypeConverter<Bytes> {
    private static final int SIZE = 32;

    @Override
    public Bytes convert(String text) {
        if (text.matches("[0-9a-fA-F]{64}")) {
            return Bytes.ofHex(text);
        }
        try {
            Bytes decoded = Base64Text.decode(text, Base64Text.Strictness.BLANKS);
            if (decoded.length() == SIZE) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, as for another length
        }
        throw new TypeConversionException("'" + text + "' is neither 64 hexadecimal digits nor base64 of 32 bytes");
    }
}
