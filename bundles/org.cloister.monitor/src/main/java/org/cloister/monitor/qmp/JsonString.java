// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The meaning of a string with its quotes and escapes (QEMU, qobject/json-parser.c, parse_string). */
final class JsonString {
    private static final String ESCAPES = "\"'\\/bfnrt";
    private static final String ESCAPED = "\"'\\/\b\f\n\r\t";
    private static final int DIGITS = 4;
    private static final int ESCAPE_LENGTH = 2 + DIGITS;

    private final String token;
    private final Function<String, QmpException> refusal;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private int at = 1;

    private JsonString(String token, Function<String, QmpException> refusal) {
        this.token = token;
        this.refusal = refusal;
    }

    /**
     * What a string stands for.
     *
     * @param token its bytes as characters, with the quotes
     * @param refusal makes the complaint of a detail
     */
    static String decode(String token, Function<String, QmpException> refusal) {
        return new JsonString(token, refusal).decoded();
    }

    private String decoded() {
        while (at < token.length() - 1) {
            char next = token.charAt(at);
            if (next == '\\') {
                escape();
            } else {
                text.write(next);
                at++;
            }
        }
        try {
            return JsonPiece.text(text.toByteArray());
        } catch (CharacterCodingException e) {
            throw refusal.apply("invalid UTF-8 sequence in string");
        }
    }

    private void escape() {
        char kind = token.charAt(at + 1);
        int known = ESCAPES.indexOf(kind);
        if (known >= 0) {
            text.write(ESCAPED.charAt(known));
            at += 2;
        } else if (kind == 'u') {
            unicode();
        } else {
            throw refusal.apply("invalid escape sequence in string");
        }
    }

    /** Half of a pair of escapes is not a character, and no answer could give it back. */
    private void unicode() {
        int begin = at;
        int first = unit();
        boolean paired = first >= 0 && Character.isHighSurrogate((char) first);
        int second = paired ? unit() : 0;
        boolean low = second >= 0 && Character.isLowSurrogate((char) second);
        if (first < 0 || Character.isLowSurrogate((char) first) || paired && !low) {
            throw refusal.apply(token.substring(begin, Math.min(begin + ESCAPE_LENGTH, token.length()))
                    + " is not a valid Unicode character");
        }
        int character = paired ? Character.toCodePoint((char) first, (char) second) : first;
        text.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
    }

    /** The unit of UTF-16 that is escaped here; negative when there is none. */
    private int unit() {
        String digits = token.startsWith("\\u", at)
                ? token.substring(at + 2, Math.min(at + ESCAPE_LENGTH, token.length()))
                : "";
        at += ESCAPE_LENGTH;
        return digits.matches("[0-9A-Fa-f]{4}") ? Integer.parseInt(digits, 16) : -1;
    }
}
