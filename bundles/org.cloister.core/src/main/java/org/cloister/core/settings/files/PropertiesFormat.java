// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.function.UnaryOperator;

/**
 * Files that end in {@code .cfg}: the format of {@link java.util.Properties}, read strictly. In a value, <code>${NAME}
 * </code> is a property of the framework.
 */
final class PropertiesFormat {
    private static final String BLANKS = " \t\f";
    private static final String ENDS_OF_KEYS = BLANKS + "=:";

    private final String[] lines;
    private final UnaryOperator<String> properties;
    private final Entries entries = new Entries();
    private int next;

    private PropertiesFormat(String text, UnaryOperator<String> properties) {
        lines = text.split("\r\n|\r|\n", -1);
        this.properties = properties;
    }

    /**
     * Reads a text.
     *
     * @param properties the framework's properties by name; null for one that there is not
     */
    static Entries read(String text, UnaryOperator<String> properties) throws WrongLine {
        return new PropertiesFormat(text, properties).read();
    }

    private Entries read() throws WrongLine {
        while (next < lines.length) {
            String line = stripped(lines[next++]);
            if (line.startsWith("#") || line.startsWith("!")) {
                entries.comment();
            } else if (!line.isEmpty() && !continuesNothing(line)) {
                int number = next;
                entry(continued(line), number);
            }
        }
        return entries;
    }

    /** A backslash alone is a blank line, after which a comment may follow. */
    private boolean continuesNothing(String line) {
        return line.equals("\\") && next < lines.length;
    }

    /** A line that ends with a backslash goes on in the next one. */
    private String continued(String line) throws WrongLine {
        StringBuilder whole = new StringBuilder(line);
        while (endsWithBackslash(whole)) {
            if (next == lines.length) {
                throw new WrongLine(next, "the last line goes on, and nothing follows", "\\", "a line that ends");
            }
            whole.setLength(whole.length() - 1);
            whole.append(stripped(lines[next++]));
        }
        return whole.toString();
    }

    private static boolean endsWithBackslash(CharSequence line) {
        int count = 0;
        while (count < line.length() && line.charAt(line.length() - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1;
    }

    private void entry(String line, int number) throws WrongLine {
        int keyEnd = 0;
        while (keyEnd < line.length() && ENDS_OF_KEYS.indexOf(line.charAt(keyEnd)) < 0) {
            keyEnd += line.charAt(keyEnd) == '\\' ? 2 : 1;
        }
        keyEnd = Math.min(keyEnd, line.length());
        String rest = stripped(line.substring(keyEnd));
        if (rest.startsWith("=") || rest.startsWith(":")) {
            rest = stripped(rest.substring(1));
        }
        String value = Substitution.of(unescaped(rest, number), properties, number);
        entries.add(unescaped(line.substring(0, keyEnd), number), value, number);
    }

    private static String unescaped(String text, int number) throws WrongLine {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter != '\\') {
                plain.append(letter);
            } else if (text.charAt(++at) == 'u') {
                plain.append(unicode(text, at + 1, number));
                at += 4;
            } else {
                plain.append(escaped(text.charAt(at)));
            }
        }
        return plain.toString();
    }

    private static char unicode(String text, int from, int number) throws WrongLine {
        String digits = text.substring(from, Math.min(from + 4, text.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw new WrongLine(number, "this escape is broken", "\\u" + digits, "\\u and four hexadecimal digits");
        }
        return (char) Integer.parseInt(digits, 16);
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> letter;
        };
    }

    private static String stripped(String line) {
        int at = 0;
        while (at < line.length() && BLANKS.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return line.substring(at);
    }
}
