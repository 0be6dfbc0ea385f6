// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;

/** The bytes that a text without white space stands for. A digit too much at its end, where it was cut, is left out. */
final class TextBytes {
    private static final Pattern HEX = Pattern.compile("(0[xX])?[0-9a-fA-F]+");
    private static final Pattern STANDARD = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
    private static final Pattern URL = Pattern.compile("[A-Za-z0-9_-]*={0,2}");

    private TextBytes() {}

    static Optional<Bytes> hex(String text) {
        if (!HEX.matcher(text).matches()) {
            return Optional.empty();
        }
        int from = text.startsWith("0x") || text.startsWith("0X") ? 2 : 0;
        int digits = text.length() - from & ~1;
        return Optional.of(Bytes.of(HexFormat.of().parseHex(text.substring(from, from + digits))));
    }

    /** Of either alphabet, filled up with {@code =} or not. */
    static Optional<Bytes> base64(String text) {
        boolean standard = STANDARD.matcher(text).matches();
        if (!standard && !URL.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = text.replace("=", "");
        String whole = digits.length() % 4 == 1 ? digits.substring(0, digits.length() - 1) : digits;
        return Optional.of(Base64Text.decode(whole.replace('-', '+').replace('_', '/'), Base64Text.Strictness.BLANKS));
    }
}
