// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a piece of JSON, in their order (QEMU, qobject/json-lexer.c). */
final class JsonLexer {
    private static final String WHOLE = "-?(?:0|[1-9][0-9]*)";
    private static final Pattern NUMBER = Pattern.compile(WHOLE + "(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
    /** What begins like a number and is none, up to the byte that shows it. */
    private static final Pattern NO_NUMBER = Pattern.compile(
            "-?0[0-9]|-(?![0-9]).?|" + WHOLE + "\\.(?![0-9]).?|" + WHOLE + "(?:\\.[0-9]+)?[eE][-+]?+(?![0-9]).?",
            Pattern.DOTALL);

    private static final Pattern KEYWORD = Pattern.compile("[a-z]+");
    private static final int LAST_IN_STRING = 0xfd;

    private final JsonPiece piece;
    private final String bytes;
    private int at;

    JsonLexer(JsonPiece piece) {
        this.piece = piece;
        bytes = piece.bytes();
    }

    /**
     * The next word.
     *
     * @throws QmpException when there is something else
     */
    JsonToken next() {
        while (at < bytes.length() && " \t\r\n".indexOf(bytes.charAt(at)) >= 0) {
            at++;
        }
        if (at == bytes.length()) {
            return new JsonToken(JsonToken.END, "", at);
        }
        char first = bytes.charAt(at);
        if ("{}[],:".indexOf(first) >= 0) {
            return token(first, at + 1);
        }
        return first == '"' || first == '\'' ? token(JsonToken.STRING, endOfString(first)) : bare();
    }

    private JsonToken token(char kind, int end) {
        JsonToken token = new JsonToken(kind, bytes.substring(at, end), at);
        at = end;
        return token;
    }

    private JsonToken bare() {
        Matcher none = looking(NO_NUMBER);
        if (none.lookingAt()) {
            throw piece.stray(at, none.end());
        }
        Matcher number = looking(NUMBER);
        if (number.lookingAt()) {
            return token(JsonToken.NUMBER, number.end());
        }
        Matcher keyword = looking(KEYWORD);
        if (keyword.lookingAt()) {
            return token(JsonToken.KEYWORD, keyword.end());
        }
        throw piece.stray(at, at + 1);
    }

    private Matcher looking(Pattern pattern) {
        return pattern.matcher(bytes).region(at, bytes.length());
    }

    private int endOfString(char quote) {
        for (int next = at + 1; next < bytes.length(); next++) {
            char here = bytes.charAt(next);
            if (here == quote) {
                return next + 1;
            }
            if (here == '\\' && next + 1 < bytes.length()) {
                here = bytes.charAt(++next);
            }
            if (here < ' ' || here > LAST_IN_STRING) {
                throw piece.stray(at, next + 1);
            }
        }
        throw piece.error(bytes.length(), "premature EOI");
    }
}
