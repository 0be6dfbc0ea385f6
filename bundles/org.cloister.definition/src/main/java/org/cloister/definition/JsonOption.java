// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.Problem;

/**
 * An option of QEMU's as JSON: one object with text, whole numbers and switches, which is how libvirt hands objects
 * over (QEMU, qemu-options.hx, "-object"). Strict: whatever is not needed for that is refused.
 */
final class JsonOption {
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\\p{Cntrl}]|\\\\[\"\\\\/])*+)\"");
    private static final Pattern VALUE = Pattern.compile("-?(?:0|[1-9][0-9]{0,19})|true|false");
    private static final Pattern BLANKS = Pattern.compile("[ \\t\\r\\n]*+");

    private final String where;
    private final String text;
    private int at;

    private JsonOption(String where, String text) {
        this.where = where;
        this.text = text;
    }

    /**
     * The values of an object by key, in their order, as they would stand behind {@code key=}.
     *
     * @throws org.cloister.api.CloisterException {@code qemu.json} with the character's number, {@code qemu.twice}
     */
    static Map<String, String> parse(String where, String text) {
        return new JsonOption(where, text).object();
    }

    private Map<String, String> object() {
        Map<String, String> values = new LinkedHashMap<>();
        expect("{");
        if (!accept("}")) {
            do {
                entry(values);
            } while (accept(","));
            expect("}");
        }
        if (at != text.length()) {
            throw wrong("nothing behind the object");
        }
        return values;
    }

    private void entry(Map<String, String> values) {
        String key = string();
        expect(":");
        if (values.put(key, value()) != null) {
            throw Problem.input(DefinitionCodes.QEMU_TWICE, "a key is given twice")
                    .at(where)
                    .found(key)
                    .expected("each key once")
                    .remedy("leave one of them out")
                    .exception();
        }
    }

    private String value() {
        String word = match(VALUE);
        if (word == null) {
            return string();
        }
        return switch (word) {
            case "true" -> "on";
            case "false" -> "off";
            default -> word;
        };
    }

    private String string() {
        String found = match(TEXT);
        if (found == null) {
            throw wrong("text in double quotes, a whole number, true or false");
        }
        return found.substring(1, found.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    private String match(Pattern pattern) {
        skipBlanks();
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group();
    }

    private boolean accept(String sign) {
        skipBlanks();
        boolean there = text.startsWith(sign, at);
        at += there ? sign.length() : 0;
        skipBlanks();
        return there;
    }

    private void expect(String sign) {
        if (!accept(sign)) {
            throw wrong(sign);
        }
    }

    private void skipBlanks() {
        Matcher blanks = BLANKS.matcher(text).region(at, text.length());
        blanks.lookingAt();
        at = blanks.end();
    }

    private RuntimeException wrong(String expected) {
        return Problem.input(DefinitionCodes.QEMU_JSON, "this JSON is none that is read here")
                .at(where + ", character " + (at + 1))
                .found(at == text.length() ? "the end" : text.substring(at, Math.min(at + 16, text.length())))
                .expected(expected)
                .remedy("write the object as QEMU's type,key=value,… or as JSON with text, numbers, true and false")
                .exception();
    }
}
