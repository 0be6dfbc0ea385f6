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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON text, read as QEMU does: nothing doubtful is accepted, apart from strings in single quotes. Errors are in
 * QEMU's words, because people look them up.
 */
final class JsonText {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]+");
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(Long.SIZE);
    /** No whole number of 64 bits has more digits, so that nobody makes us compute with a million of them. */
    private static final int MOST_DIGITS = 20;

    private static final Map<String, JsonElement> KEYWORDS =
            Map.of("true", new JsonPrimitive(true), "false", new JsonPrimitive(false), "null", JsonNull.INSTANCE);
    private static final String ESCAPES = "\"'\\/bfnrt";
    private static final String ESCAPED = "\"'\\/\b\f\n\r\t";

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * The value of a text.
     *
     * @throws QmpException when it is not a JSON value
     */
    static JsonElement parse(String text) {
        JsonText parser = new JsonText(text);
        JsonElement value = parser.value();
        if (parser.peek() != 0) {
            throw parser.stray();
        }
        return value;
    }

    static QmpException error(String detail) {
        return ErrorClass.GENERIC.error("JSON parse error, " + detail);
    }

    private JsonElement value() {
        char next = peek();
        return switch (next) {
            case '{' -> object();
            case '[' -> array();
            case '"', '\'' -> new JsonPrimitive(string());
            case 0 -> throw error("premature EOI");
            case '}', ']', ',', ':' -> throw error("expecting value");
            default -> next == '-' || isDigit(next) ? number() : keyword();
        };
    }

    private JsonObject object() {
        JsonObject object = new JsonObject();
        at++;
        if (taken('}')) {
            return object;
        }
        do {
            member(object);
        } while (taken(','));
        if (!taken('}')) {
            throw error(peek() == 0 ? "premature EOI" : "expected separator in dict");
        }
        return object;
    }

    private void member(JsonObject object) {
        char next = peek();
        if (next != '"' && next != '\'') {
            throw error(next == 0 ? "premature EOI" : "key is not a string in object");
        }
        String key = string();
        if (!taken(':')) {
            throw error("missing : in object pair");
        }
        JsonElement value = value();
        if (object.has(key)) {
            throw error("duplicate key");
        }
        object.add(key, value);
    }

    private JsonArray array() {
        JsonArray array = new JsonArray();
        at++;
        if (taken(']')) {
            return array;
        }
        do {
            array.add(value());
        } while (taken(','));
        if (!taken(']')) {
            throw error(peek() == 0 ? "premature EOI" : "expected separator in list");
        }
        return array;
    }

    private JsonElement number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw stray();
        }
        at = number.end();
        boolean whole = number.group(1) == null && number.group(2) == null;
        if (whole && number.group().length() <= MOST_DIGITS) {
            BigInteger value = new BigInteger(number.group());
            if (value.compareTo(LEAST) >= 0 && value.compareTo(BEYOND) < 0) {
                return new JsonPrimitive(value);
            }
        }
        double value = Double.parseDouble(number.group());
        if (Double.isInfinite(value)) {
            throw error("number out of range");
        }
        return new JsonPrimitive(BigDecimal.valueOf(value));
    }

    private JsonElement keyword() {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            throw stray();
        }
        at = word.end();
        JsonElement value = KEYWORDS.get(word.group());
        if (value == null) {
            throw error("invalid keyword '" + word.group() + "'");
        }
        return value;
    }

    private String string() {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (true) {
            char next = at < text.length() ? text.charAt(at++) : 0;
            if (next == quote) {
                return requireText(string.toString());
            }
            if (next < ' ') {
                throw error(next == 0 ? "premature EOI" : "a string goes over the end of its line");
            }
            string.append(next == '\\' ? escape() : next);
        }
    }

    /** Half of a pair of escapes is not a character, and no answer could give it back. */
    private static String requireText(String string) {
        for (int c : string.codePoints().toArray()) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw error("\\u" + Integer.toHexString(c) + " is not a valid Unicode character");
            }
        }
        return string;
    }

    private char escape() {
        char kind = at < text.length() ? text.charAt(at++) : 0;
        int known = ESCAPES.indexOf(kind);
        if (known >= 0) {
            return ESCAPED.charAt(known);
        }
        if (kind == 'u' && at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        throw error("invalid escape sequence '\\" + kind + "' in string");
    }

    private boolean taken(char wanted) {
        boolean there = peek() == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    /** The next character that is not a blank; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private QmpException stray() {
        return error("stray '" + text.charAt(at) + "'");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
