// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.Locale;

/** Text that others wrote, made harmless for a terminal. */
public final class Printable {
    private Printable() {}

    /** The text with every control character, line breaks too, as its number in braces. */
    public static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                clean.append(String.format(Locale.ROOT, "{%02x}", c));
            } else {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }
}
