// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Optional;

/** The two numbers that decide which features Linux has: {@code 6.11} of {@code 6.11.0-29-generic}. */
record KernelRelease(int major, int minor) implements Comparable<KernelRelease> {
    private static final int MOST_DIGITS = 4;

    /** Empty when the text does not begin with two numbers. */
    static Optional<KernelRelease> parse(String text) {
        int dot = text.indexOf('.');
        int end = dot + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        String major = text.substring(0, Math.max(dot, 0));
        String minor = text.substring(dot + 1, end);
        return Lines.isNumber(major, MOST_DIGITS) && Lines.isNumber(minor, MOST_DIGITS)
                ? Optional.of(new KernelRelease(Integer.parseInt(major), Integer.parseInt(minor)))
                : Optional.empty();
    }

    @Override
    public int compareTo(KernelRelease other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
