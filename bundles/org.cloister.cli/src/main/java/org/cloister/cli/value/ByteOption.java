// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.cloister.api.ByteText;
import org.cloister.api.Bytes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads bytes in hexadecimal or base64, whichever it is.
 *
 * @param exact whether other sizes are refused here; elsewhere who knows what the bytes are says more about it
 * @param sizes how many bytes are expected
 */
public record ByteOption(boolean exact, int... sizes) implements ITypeConverter<Bytes> {
    /** For bytes of one of some sizes. */
    public static ByteOption of(int... sizes) {
        return new ByteOption(true, sizes);
    }

    /** For bytes that have one of some sizes as a rule. */
    public static ByteOption usually(int... sizes) {
        return new ByteOption(false, sizes);
    }

    @Override
    public Bytes convert(String text) {
        var bytes = exact ? ByteText.readExactly(text, sizes) : ByteText.read(text, sizes);
        return bytes.orElseThrow(() -> new TypeConversionException("'" + text + "' is neither "
                + (exact ? expected(2) + " hexadecimal digits" : "an even number of hexadecimal digits")
                + " nor base64 of " + expected(1) + " bytes"));
    }

    private String expected(int times) {
        return Arrays.stream(sizes)
                .mapToObj(size -> Integer.toString(size * times))
                .collect(Collectors.joining(" or "));
    }
}
