// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

import java.util.List;
import org.cloister.api.Numbers;

/**
 * What the values of a setting look like. Immutable.
 *
 * @param kind how they are read
 * @param least the smallest number
 * @param most the largest number, unsigned; for bytes how many there are, or may be at most
 * @param words the values there are; empty where they are not words
 */
public record Form(Kind kind, long least, long most, List<String> words) {
    /** How values are read. */
    public enum Kind {
        /** A policy: a number, or what differs from the default by name. */
        POLICY,
        /** {@code on} or {@code off}. */
        SWITCH,
        /** The same, as an option without a value that means {@code on}. */
        FLAG,
        /** One of a few words. */
        WORD,
        /** The name of something that has a table of its own. */
        NAME,
        /** A number in hexadecimal, with its prefix. */
        HEX,
        /** A number, decimal or with the prefix of hexadecimal. */
        NUMBER,
        /** Base64 of exactly so many bytes. */
        BYTES,
        /** Base64 of at most so many bytes; what is missing is zeros. */
        PADDED
    }

    static final Form POLICY = of(Kind.POLICY);
    static final Form NAME = of(Kind.NAME);
    static final Form SWITCH = of(Kind.SWITCH);
    static final Form FLAG = of(Kind.FLAG);
    static final Form HEX_32 = hex(0xffffffffL);
    static final Form HEX_64 = hex(-1);

    private static Form of(Kind kind) {
        return new Form(kind, 0, 0, List.of());
    }

    private static Form hex(long most) {
        return new Form(Kind.HEX, 0, most, List.of());
    }

    static Form words(String... words) {
        return new Form(Kind.WORD, 0, 0, List.of(words));
    }

    static Form number(int least, int most) {
        return new Form(Kind.NUMBER, least, most, List.of());
    }

    static Form bytes(int size) {
        return new Form(Kind.BYTES, size, size, List.of());
    }

    static Form padded(int size) {
        return new Form(Kind.PADDED, 0, size, List.of());
    }

    /** What values look like, for people. */
    public String syntax() {
        return switch (kind) {
            case POLICY -> "0x HEX or NAME=VALUE,…";
            case SWITCH, FLAG -> "on|off";
            case WORD -> String.join("|", words);
            case NAME -> "a name";
            case HEX -> most == -1 ? "0x HEX" : "0x HEX, at most " + Numbers.hex(most);
            case NUMBER -> least + " to " + most;
            case BYTES -> "base64 of " + most + " bytes";
            case PADDED -> "base64 of at most " + most + " bytes";
        };
    }

    /** The label of an option's value on the command line; empty for an option without one. */
    public String label() {
        return switch (kind) {
            case POLICY -> "POLICY";
            case SWITCH -> "on|off";
            case FLAG -> "";
            case WORD -> String.join("|", words);
            case NAME -> "NAME";
            case HEX -> "HEX";
            case NUMBER -> "N";
            case BYTES, PADDED -> "BASE64|HEX";
        };
    }
}
