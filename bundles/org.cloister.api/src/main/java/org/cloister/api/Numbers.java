// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Numbers as people write them, and as messages and reports have them. Digits alone are decimal; {@code 0x} or
 * {@code 0X} in front makes a number hexadecimal. Digits are those of ASCII; there is no sign but where it is named.
 */
public final class Numbers {
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern HEX_DIGITS = Pattern.compile("[0-9a-fA-F]{1,16}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");
    private static final Pattern ZERO_IN_FRONT = Pattern.compile("0[0-9]+");
    private static final Pattern PREFIX = Pattern.compile("^0[xX]");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})*");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})([KMGTkmgt])");
    private static final String UNITS = "KMGT";
    private static final int UNIT_BITS = 10;
    private static final int MOST_OF_VERSION = 255;

    private Numbers() {}

    /** An unsigned number of 64 bits in hexadecimal, with {@code 0x}, in small letters and without leading zeros. */
    public static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    /** As {@link #hex}, of 32 bits: a number with its highest bit set has eight digits. */
    public static String hex32(int number) {
        return "0x" + Integer.toHexString(number);
    }

    /**
     * An unsigned number: digits alone are decimal, with {@code 0x} or {@code 0X} hexadecimal.
     *
     * @return 64 bits; empty for other texts and larger numbers
     */
    public static OptionalLong parse(String text) {
        Matcher hex = HEX.matcher(text);
        if (hex.matches()) {
            return OptionalLong.of(Long.parseUnsignedLong(hex.group(1), 16));
        }
        try {
            return isDigits(text) ? OptionalLong.of(Long.parseUnsignedLong(text)) : OptionalLong.empty();
        } catch (NumberFormatException beyond64Bits) {
            return OptionalLong.empty();
        }
    }

    /**
     * As {@link #parse(String)}, within a range.
     *
     * @param least the smallest number, unsigned
     * @param most the largest number, unsigned
     */
    public static OptionalLong parse(String text, long least, long most) {
        OptionalLong number = parse(text);
        boolean inside = number.isPresent()
                && Long.compareUnsigned(number.getAsLong(), least) >= 0
                && Long.compareUnsigned(number.getAsLong(), most) <= 0;
        return inside ? number : OptionalLong.empty();
    }

    /**
     * As {@link #parse(String)}, with a minus in front or without it.
     *
     * @return empty for numbers below -2^63 too; positive numbers have 64 bits
     */
    public static OptionalLong parseSigned(String text) {
        if (!text.startsWith("-")) {
            return parse(text);
        }
        OptionalLong number = parse(text.substring(1), 0, Long.MAX_VALUE);
        return number.isPresent() ? OptionalLong.of(-number.getAsLong()) : number;
    }

    /** A number that is hexadecimal with its prefix and without it; empty for more than 64 bits and other texts. */
    public static OptionalLong parseHex(String text) {
        String digits = withoutPrefix(text);
        return HEX_DIGITS.matcher(digits).matches()
                ? OptionalLong.of(Long.parseUnsignedLong(digits, 16))
                : OptionalLong.empty();
    }

    /** Whether a number is written in digits alone, so that its base has to be known. */
    public static boolean isDigits(String text) {
        return DIGITS.matcher(text).matches();
    }

    /** Whether a number in digits alone begins with a zero, which C and QEMU take for octal. */
    public static boolean isOctalElsewhere(String text) {
        return ZERO_IN_FRONT.matcher(text).matches();
    }

    /** Hexadecimal digits without the prefix, where there is one. */
    public static String withoutPrefix(String text) {
        return PREFIX.matcher(text).replaceFirst("");
    }

    /**
     * A version: decimal numbers from 0 to 255 with dots between them.
     *
     * @param least how many numbers there are at least
     * @param most how many numbers there are at most
     */
    public static Optional<List<Integer>> parseVersion(String text, int least, int most) {
        if (!VERSION.matcher(text).matches()) {
            return Optional.empty();
        }
        List<Integer> numbers =
                Stream.of(text.split("\\.")).map(Integer::parseInt).toList();
        boolean fits = numbers.size() >= least
                && numbers.size() <= most
                && numbers.stream().allMatch(number -> number <= MOST_OF_VERSION);
        return fits ? Optional.of(numbers) : Optional.empty();
    }

    /**
     * A size: a decimal number with K, M, G or T for a power of 1024, in either case.
     *
     * @return bytes; empty for other texts and for 2^63 and more
     */
    public static OptionalLong parseSize(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        int unit = UNITS.indexOf(Character.toUpperCase(size.group(2).charAt(0))) + 1;
        try {
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(size.group(1)), 1L << UNIT_BITS * unit));
        } catch (ArithmeticException beyond63Bits) {
            return OptionalLong.empty();
        }
    }
}
