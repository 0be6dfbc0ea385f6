// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.cloister.api.Numbers;

/** The text of a settings file, from its bytes. */
final class Text {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private Text() {}

    /**
     * UTF-8, with a byte order mark or without, and no other control characters than those that end and indent lines.
     */
    static String of(byte[] bytes) throws WrongLine {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WrongLine(lineOfFirstWrong(bytes), "this is not UTF-8", "other bytes", "text in UTF-8 or ASCII");
        }
        String clean = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        for (int at = 0; at < clean.length(); at++) {
            char letter = clean.charAt(at);
            if (letter < ' ' && "\t\n\r\f".indexOf(letter) < 0) {
                throw new WrongLine(
                        lineAt(clean, at),
                        "there is a control character, as in a file that was not written to its end",
                        Numbers.hex32(letter),
                        "text");
            }
        }
        return clean;
    }

    /** By what can be decoded of it: a letter that is cut off by the end of a part does not count. */
    private static int lineOfFirstWrong(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        java.nio.CharBuffer out = java.nio.CharBuffer.allocate(bytes.length + 1);
        StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        return lineAt(out.flip().toString(), out.length());
    }

    /** The number of the line that a place in a text is in. */
    static int lineAt(String text, int place) {
        int line = 1;
        for (int at = 0; at < place; at++) {
            char letter = text.charAt(at);
            boolean pair = letter == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
            line += (letter == '\n' || letter == '\r') && !pair ? 1 : 0;
        }
        return line;
    }
}
