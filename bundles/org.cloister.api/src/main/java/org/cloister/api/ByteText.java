// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Bytes in the notations in which tools show digests, ids and nonces: hexadecimal in either case, with or without
 * {@code 0x}, with colons or blanks between the bytes; base64 in either alphabet (RFC 4648, 4 and 5).
 *
 * <p>An even number of hexadecimal digits is always hexadecimal. Base64 without padding that might be hexadecimal with
 * a slip is read only where it stands for as many bytes as are expected.
 */
public final class ByteText {
    private static final Pattern BETWEEN = Pattern.compile("[:\\s]+");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]+=?\\s*=?");
    private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_\\s-]+=?\\s*=?");
    /** A certificate in AMD's format has 2084 bytes; nothing that is typed is longer. */
    private static final int LONGEST = 16 << 10;

    private ByteText() {}

    /**
     * The bytes that a text stands for, however many they are.
     *
     * @param sizes how many are expected
     * @return empty when the text is in none of the notations
     */
    public static Optional<Bytes> read(String text, int... sizes) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<Bytes> hex = hex(text);
        return hex.isPresent() ? hex : base64(text.strip(), sizes);
    }

    /** The same when they are as many as expected, and empty otherwise. */
    public static Optional<Bytes> readExactly(String text, int... sizes) {
        return read(text, sizes).filter(bytes -> has(sizes, bytes.length()));
    }

    /** The bytes that a text of hexadecimal digits stands for; empty when there are other characters in it. */
    public static Optional<Bytes> hex(String text) {
        String[] parts = BETWEEN.split(Numbers.withoutPrefix(text.strip()), -1);
        boolean whole = Arrays.stream(parts)
                .allMatch(part -> part.length() % 2 == 0 && HEX.matcher(part).matches());
        return whole ? Optional.of(Bytes.ofHex(String.join("", parts))) : Optional.empty();
    }

    private static Optional<Bytes> base64(String text, int... sizes) {
        boolean usual = BASE64.matcher(text).matches();
        if (!usual && !BASE64_URL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            Bytes bytes = Base64Text.decode(text.replace('-', '+').replace('_', '/'), Base64Text.Strictness.BLANKS);
            return maybeHex(text) && !has(sizes, bytes.length()) ? Optional.empty() : Optional.of(bytes);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a text may have been meant as hexadecimal, with a digit that is wrong or missing. */
    private static boolean maybeHex(String text) {
        String characters = BETWEEN.matcher(text).replaceAll("");
        String digits = Numbers.withoutPrefix(characters);
        boolean even = characters.length() % 2 == 0;
        boolean prefixed = digits.length() < characters.length();
        return text.indexOf('=') < 0 && (even || prefixed || HEX.matcher(digits).matches());
    }

    private static boolean has(int[] sizes, int size) {
        return Arrays.stream(sizes).anyMatch(one -> one == size);
    }
}
