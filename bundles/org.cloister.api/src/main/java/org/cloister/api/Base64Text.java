// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Bytes as text of base64 (RFC 4648, 4). Each place that reads such text says by a {@link Strictness} what it leaves to
 * writers.
 */
public final class Base64Text {
    private static final int GROUP = 4;

    private Base64Text() {}

    /** What may differ between two texts of the same bytes. */
    public enum Strictness {
        /**
         * Blanks anywhere, padding or none, unused bits of any value: files that people keep, such as keys and secrets.
         */
        BLANKS(Blanks.ANYWHERE, false, false),
        /** The same with line ends and no other blanks: arguments of QMP, as QEMU takes them. */
        LINES(Blanks.LINE_ENDS, false, false),
        /**
         * Blanks anywhere, and padding, as what follows from its absence differs among decoders: settings of guests.
         */
        PADDED(Blanks.ANYWHERE, true, false),
        /** The only form, in lines with blanks around them: what is signed, or handed on as evidence. */
        ONLY_FORM(Blanks.AROUND_LINES, true, true);

        private final Blanks blanks;
        private final boolean padded;
        private final boolean onlyForm;

        Strictness(Blanks blanks, boolean padded, boolean onlyForm) {
            this.blanks = blanks;
            this.padded = padded;
            this.onlyForm = onlyForm;
        }
    }

    private enum Blanks {
        ANYWHERE,
        LINE_ENDS,
        AROUND_LINES
    }

    /**
     * The bytes that a text stands for.
     *
     * @throws IllegalArgumentException when it is not base64; the message says what is wrong with it
     */
    public static Bytes decode(String text, Strictness strictness) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        return Bytes.of(decode(ascii, 0, ascii.length, strictness));
    }

    /**
     * The bytes that a part of a text stands for. Nothing of it stays behind but the answer, which the caller wipes
     * when it is a secret.
     *
     * @param from where the part begins
     * @param to behind its end
     * @throws IllegalArgumentException when it is not base64; the message says what is wrong with it, and may have a
     *     character of it
     */
    public static byte[] decode(byte[] text, int from, int to, Strictness strictness) {
        byte[] digits = digits(text, from, to, strictness.blanks);
        try {
            requireAlphabet(digits);
            if (strictness.padded && digits.length % GROUP != 0) {
                throw new IllegalArgumentException(digits.length + " characters");
            }
            byte[] decoded = Base64.getDecoder().decode(digits);
            if (strictness.onlyForm) {
                requireOnlyForm(digits, decoded);
            }
            return decoded;
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    /** Bytes in base64 with padding, on one line without an end. */
    public static String encode(Bytes content) {
        return Base64.getEncoder().encodeToString(content.toArray());
    }

    /** The same in lines of so many characters, each with a line feed behind it. */
    public static String encodeLines(Bytes content, int width) {
        return Base64.getMimeEncoder(width, new byte[] {'\n'}).encodeToString(content.toArray()) + "\n";
    }

    /** The text without blanks that do not count. */
    private static byte[] digits(byte[] text, int from, int to, Blanks blanks) {
        byte[] digits = new byte[to - from];
        int count = 0;
        for (int at = from; at < to; ) {
            int end = endOfBlanks(text, at, to);
            if (end == at) {
                digits[count++] = text[at++];
                continue;
            }
            boolean lineEnd = hasLineEnd(text, at, end) || at == from || end == to;
            for (; at < end; at++) {
                boolean skipped = switch (blanks) {
                    case ANYWHERE -> true;
                    case LINE_ENDS -> text[at] == '\n' || text[at] == '\r';
                    case AROUND_LINES -> lineEnd;
                };
                if (!skipped) {
                    digits[count++] = text[at];
                }
            }
        }
        byte[] all = Arrays.copyOf(digits, count);
        Arrays.fill(digits, (byte) 0);
        return all;
    }

    private static int endOfBlanks(byte[] text, int from, int to) {
        int at = from;
        while (at < to && (text[at] == ' ' || text[at] >= '\t' && text[at] <= '\r')) {
            at++;
        }
        return at;
    }

    private static boolean hasLineEnd(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                return true;
            }
        }
        return false;
    }

    private static void requireAlphabet(byte[] digits) {
        for (int i = 0; i < digits.length; i++) {
            int digit = digits[i];
            boolean known = digit >= 'A' && digit <= 'Z'
                    || digit >= 'a' && digit <= 'z'
                    || digit >= '0' && digit <= '9'
                    || digit == '+'
                    || digit == '/'
                    || digit == '=';
            if (!known) {
                throw new IllegalArgumentException("'" + (char) (digit & 0xff) + "' as character " + (i + 1));
            }
        }
    }

    private static void requireOnlyForm(byte[] digits, byte[] decoded) {
        byte[] again = Base64.getEncoder().encode(decoded);
        boolean same = Arrays.equals(again, digits);
        Arrays.fill(again, (byte) 0);
        if (!same) {
            Arrays.fill(decoded, (byte) 0);
            throw new IllegalArgumentException("bits behind the last byte that are not zero");
        }
    }
}
