// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.Locale;

/** Text that others wrote, made harmless for a terminal. */
public final class Printable {
    /** Characters of other categories that show nothing, first and last of each range ("Default_Ignorable"). */
    private static final int[][] BLANK = {
        {0x34f, 0x34f},
        {0x115f, 0x1160},
        {0x17b4, 0x17b5},
        {0x180b, 0x180f},
        {0x2065, 0x2065},
        {0x3164, 0x3164},
        {0xfe00, 0xfe0f},
        {0xffa0, 0xffa0},
        {0xfff0, 0xfff8},
        {0xe0000, 0xe0fff}
    };

    private Printable() {}

    /**
     * The text with every character that is not seen as itself, as its number in braces: controls and line breaks, what
     * turns the direction of what follows, and what has no width.
     */
    public static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isSeen(c)) {
                clean.appendCodePoint(c);
            } else {
                clean.append(String.format(Locale.ROOT, "{%02x}", c));
            }
        });
        return clean.toString();
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> !isBlank(c);
        };
    }

    private static boolean isBlank(int c) {
        for (int[] range : BLANK) {
            if (c >= range[0] && c <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
