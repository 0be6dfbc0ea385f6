// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.OptionalLong;
import org.cloister.api.Numbers;
import org.cloister.api.OnOff;
import org.cloister.api.Problem;

/** Values of settings, from one language's form into another's. */
final class ValueSyntax {
    private ValueSyntax() {}

    /**
     * A number as QEMU and libvirt take it: decimal, or hexadecimal with its prefix. QEMU would take zeros in front for
     * octal.
     */
    static long number(String where, String text) {
        return (Numbers.isOctalElsewhere(text) ? OptionalLong.empty() : Numbers.parse(text))
                .orElseThrow(() -> wrong(
                        where,
                        "this is not a number",
                        text,
                        "a decimal number without zeros in front, or 0x and 1 to 16 digits",
                        "write it as 51 or as 0x33"));
    }

    /** A number that is hexadecimal with its prefix and without it. */
    static long bareHex(String where, String text) {
        return Numbers.parseHex(text).orElseGet(() -> number(where, text));
    }

    /** {@code yes|no} as {@code on|off}. */
    static String ofYesNo(String where, String text, boolean inverted) {
        return switch (text) {
            case "yes" -> OnOff.text(!inverted);
            case "no" -> OnOff.text(inverted);
            default ->
                throw wrong(
                        where,
                        "this is neither yes nor no",
                        text,
                        "yes or no",
                        "write yes or no, which is how libvirt has it");
        };
    }

    static String yesNo(String onOff, boolean inverted) {
        return onOff.equals("on") != inverted ? "yes" : "no";
    }

    /** QEMU takes {@code yes} and {@code true} for booleans too. */
    static String ofSwitch(String where, String text) {
        return switch (text) {
            case "on", "yes", "true" -> "on";
            case "off", "no", "false" -> "off";
            default -> throw wrong(where, "this is neither on nor off", text, "on or off", "write on or off");
        };
    }

    static RuntimeException wrong(String where, String what, String found, String expected, String remedy) {
        return Problem.input(DefinitionCodes.QEMU_VALUE, what)
                .at(where)
                .found(found)
                .expected(expected)
                .remedy(remedy)
                .exception();
    }
}
