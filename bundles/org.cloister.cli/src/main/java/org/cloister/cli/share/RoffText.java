// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.Locale;
import java.util.stream.Collectors;

/** Text for the formatter of manual pages, in which no character means anything but itself. */
final class RoffText {
    private final StringBuilder text = new StringBuilder();

    /** Adds a macro with its arguments. */
    RoffText macro(String name, String... arguments) {
        text.append('.').append(name);
        for (String argument : arguments) {
            text.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        text.append('\n');
        return this;
    }

    /** Adds a line, which is filled up with those around it. */
    RoffText line(String words) {
        // A period or an apostrophe at its beginning would make it a macro
        text.append(words.startsWith(".") || words.startsWith("'") ? "\\&" : "")
                .append(escaped(words))
                .append('\n');
        return this;
    }

    private static String escaped(String words) {
        return words.codePoints().mapToObj(RoffText::escaped).collect(Collectors.joining());
    }

    private static String escaped(int sign) {
        return switch (sign) {
            case '\\' -> "\\e";
            case '-' -> "\\-";
            case '\'' -> "\\(aq";
            case '`' -> "\\(ga";
            case '^' -> "\\(ha";
            case '~' -> "\\(ti";
            default -> sign < 0x7F ? Character.toString(sign) : String.format(Locale.ROOT, "\\[u%04X]", sign);
        };
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
