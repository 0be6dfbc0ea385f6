// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringTokenizer;

/**
 * A file of the kernel's that says one thing a line: its name, then a colon or blanks, then what it is. Read without
 * patterns and streams: those of Java take longer to come up than the whole probe.
 */
final class Lines {
    private static final String SEPARATORS = ": \t";
    private static final int MOST_DIGITS = 18;

    private final String[] lines;

    private Lines(String text) {
        lines = text.split("\n");
    }

    /** The lines of a text; none of a file that could not be read. */
    static Lines of(Optional<String> text) {
        return new Lines(text.orElse(""));
    }

    /** What the first line of a name says; empty when there is no such line. */
    Optional<List<String>> words(String name) {
        for (String line : lines) {
            if (line.startsWith(name)
                    && line.length() > name.length()
                    && SEPARATORS.indexOf(line.charAt(name.length())) >= 0) {
                return Optional.of(split(line.substring(name.length())));
            }
        }
        return Optional.empty();
    }

    /** The number that the first line of a name begins with; empty when there is none, as for {@code max}. */
    OptionalLong number(String name) {
        List<String> words = words(name).orElse(List.of());
        return !words.isEmpty() && isNumber(words.get(0), MOST_DIGITS)
                ? OptionalLong.of(Long.parseLong(words.get(0)))
                : OptionalLong.empty();
    }

    /** Whether a text is a decimal number of a few digits, and nothing else. */
    static boolean isNumber(String text, int mostDigits) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= mostDigits;
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        for (StringTokenizer rest = new StringTokenizer(text, SEPARATORS); rest.hasMoreTokens(); ) {
            words.add(rest.nextToken());
        }
        return words;
    }
}
