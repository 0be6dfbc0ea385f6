// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of settings, as people write them: decimal, {@code 0x} and hexadecimal, or a size such as {@code 64G}. */
final class SettingNumber {
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([KMGTkmgt])");
    private static final String UNITS = "KMGT";
    private static final int UNIT_BITS = 10;

    private SettingNumber() {}

    static Optional<Long> parse(String text) {
        try {
            Matcher hex = HEX.matcher(text);
            Matcher size = SIZE.matcher(text);
            if (hex.matches()) {
                return Optional.of(Long.parseUnsignedLong(hex.group(1), 16));
            }
            return Optional.of(size.matches() ? size(size) : Long.parseLong(text));
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long size(Matcher size) {
        int unit = UNITS.indexOf(Character.toUpperCase(size.group(2).charAt(0))) + 1;
        return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << UNIT_BITS * unit);
    }
}
