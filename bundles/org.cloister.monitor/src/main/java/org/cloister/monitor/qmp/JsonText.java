// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/**
 * A JSON text, read as QEMU does: nothing doubtful is accepted, apart from strings in single quotes. Errors are in
 * QEMU's words with QEMU's positions, because people look them up (QEMU 11, qobject/json-parser.c).
 */
final class JsonText {
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(Long.SIZE);
    /** No whole number of 64 bits has more digits, so that nobody makes us compute with a million of them. */
    private static final int MOST_DIGITS = 20;

    private static final Map<String, JsonElement> KEYWORDS =
            Map.of("true", new JsonPrimitive(true), "false", new JsonPrimitive(false), "null", JsonNull.INSTANCE);

    private final JsonPiece piece;
    private final JsonLexer lexer;
    private JsonToken last;
    private JsonToken next;

    private JsonText(JsonPiece piece) {
        this.piece = piece;
        lexer = new JsonLexer(piece);
    }

    /**
     * The value of a text.
     *
     * @throws QmpException when it is not a JSON value
     */
    static JsonElement parse(JsonPiece piece) {
        JsonText parser = new JsonText(piece);
        JsonElement value = parser.value();
        parser.require(parser.peek().kind() == JsonToken.END, "expecting value");
        return value;
    }

    private JsonElement value() {
        JsonToken token = take();
        return switch (token.kind()) {
            case '{' -> object();
            case '[' -> array();
            case JsonToken.STRING -> new JsonPrimitive(string(token));
            case JsonToken.NUMBER -> number(token);
            case JsonToken.KEYWORD -> keyword(token);
            default -> throw refused(token, "expecting value");
        };
    }

    private JsonObject object() {
        JsonObject object = new JsonObject();
        if (taken('}')) {
            return object;
        }
        do {
            member(object);
        } while (taken(','));
        require(taken('}'), "expected ',' or '}'");
        return object;
    }

    private void member(JsonObject object) {
        require(peek().kind() == JsonToken.STRING, "expecting key");
        String key = string(take());
        require(taken(':'), "expecting ':'");
        JsonElement value = value();
        if (object.has(key)) {
            throw refused(last, "duplicate key");
        }
        object.add(key, value);
    }

    private JsonArray array() {
        JsonArray array = new JsonArray();
        if (taken(']')) {
            return array;
        }
        do {
            array.add(value());
        } while (taken(','));
        require(taken(']'), "expected ',' or ']'");
        return array;
    }

    private JsonElement number(JsonToken token) {
        boolean whole = token.text().chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
        if (whole && token.text().length() <= MOST_DIGITS) {
            BigInteger value = new BigInteger(token.text());
            if (value.compareTo(LEAST) >= 0 && value.compareTo(BEYOND) < 0) {
                return new JsonPrimitive(value);
            }
        }
        double value = Double.parseDouble(token.text());
        if (Double.isInfinite(value)) {
            throw refused(token, "number out of range");
        }
        return new JsonPrimitive(BigDecimal.valueOf(value));
    }

    private JsonElement keyword(JsonToken token) {
        JsonElement value = KEYWORDS.get(token.text());
        if (value == null) {
            throw refused(token, "invalid keyword '" + token.text() + "'");
        }
        return value;
    }

    private String string(JsonToken token) {
        return JsonString.decode(token.text(), detail -> refused(token, detail));
    }

    private boolean taken(char wanted) {
        boolean there = peek().kind() == wanted;
        if (there) {
            take();
        }
        return there;
    }

    /** The next word. It is read no earlier than needed, so that the first fault is the one reported. */
    private JsonToken peek() {
        if (next == null) {
            next = lexer.next();
        }
        return next;
    }

    private JsonToken take() {
        last = peek();
        next = null;
        return last;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refused(peek(), otherwise);
        }
    }

    private QmpException refused(JsonToken token, String detail) {
        return piece.error(token.at(), token.kind() == JsonToken.END ? "premature EOI" : detail);
    }
}
