// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.ArrayList;
import java.util.List;

/**
 * Files that end in {@code .config}: values with types as Config Admin of Apache Felix writes them.
 * {@code KEY=T"VALUE"}, arrays {@code T["A","B"]}, collections {@code T("A","B")}; T is left out for text, else one of
 * I, L, S, X, C, F, D, B, or the same small for arrays of primitives.
 */
final class TypedFormat {
    private static final String TYPES = "TILSXCFDB";

    private final String text;
    private final Entries entries = new Entries();
    private int at;
    private int counted;
    private int line = 1;

    private TypedFormat(String text) {
        this.text = text;
    }

    static Entries read(String text) throws WrongLine {
        return new TypedFormat(text).read();
    }

    private Entries read() throws WrongLine {
        for (skip(); at < text.length(); skip()) {
            if (text.charAt(at) == '#') {
                entries.comment();
                at = lineEnd();
            } else {
                entry();
            }
        }
        return entries;
    }

    private void entry() throws WrongLine {
        int line = line();
        String key = key();
        expect('=');
        skip();
        char type = Character.isLetter(peek()) ? text.charAt(at++) : 'T';
        if (TYPES.indexOf(Character.toUpperCase(type)) < 0) {
            throw wrong("there is no such type", String.valueOf(type), "one of " + String.join(" ", TYPES.split("")));
        }
        entries.add(key, value(type), line);
        skipBlanks();
        if (at < text.length() && "\r\n".indexOf(text.charAt(at)) < 0) {
            throw wrong("something follows the value", rest(), "the end of the line");
        }
    }

    private String key() throws WrongLine {
        StringBuilder key = new StringBuilder();
        while (at < text.length() && "= \t\r\n\"".indexOf(text.charAt(at)) < 0) {
            at += text.charAt(at) == '\\' ? 1 : 0;
            key.append(peek());
            at++;
        }
        skipBlanks();
        return key.toString();
    }

    private Object value(char type) throws WrongLine {
        return switch (peek()) {
            case '"' -> scalar(type);
            case '[' -> elements(type, ']').toArray(TypedValue.array(type));
            case '(' -> elements(type, ')');
            default -> throw wrong("a value has to stand here", rest(), "\"VALUE\", [\"A\",\"B\"] or (\"A\",\"B\")");
        };
    }

    private List<Object> elements(char type, char end) throws WrongLine {
        List<Object> elements = new ArrayList<>();
        at++;
        for (skip(); peek() != end; skip()) {
            elements.add(scalar(type));
            skip();
            if (peek() != end) {
                expect(',');
            }
        }
        at++;
        return elements;
    }

    private Object scalar(char type) throws WrongLine {
        int line = line();
        expect('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            if (peek() == '\n' || peek() == '\r') {
                throw wrong("a value ends with its line and not with a quotation mark", value.toString(), "\"");
            }
            at += peek() == '\\' ? 1 : 0;
            value.append(peek());
            at++;
        }
        at++;
        return TypedValue.of(type, value.toString(), line);
    }

    private void expect(char letter) throws WrongLine {
        if (peek() != letter) {
            throw wrong("something else has to stand here", rest(), String.valueOf(letter));
        }
        at++;
    }

    private char peek() throws WrongLine {
        if (at >= text.length()) {
            throw wrong("the file ends too early", "its end", "the rest of a value");
        }
        return text.charAt(at);
    }

    /** Blanks, ends of lines, and the backslash with which Felix lets an array go on in the next line. */
    private void skip() {
        while (at < text.length()
                && (" \t\f\r\n".indexOf(text.charAt(at)) >= 0
                        || text.startsWith("\\\n", at)
                        || text.startsWith("\\\r", at))) {
            at++;
        }
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private int lineEnd() {
        int end = at;
        while (end < text.length() && "\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private String rest() {
        String rest = text.substring(at, lineEnd());
        return rest.isEmpty() ? "the end of the line" : rest;
    }

    /** Counted on from where it was asked last. */
    private int line() {
        line += Text.lineAt(text.substring(counted, at), at - counted) - 1;
        counted = at;
        return line;
    }

    private WrongLine wrong(String what, String found, String expected) {
        return new WrongLine(line(), what, found, expected);
    }
}
