// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the firmware demands of one register of a CPUID answer: a list of demands on fields, separated by commas.
 * {@code 15:8=8} wants a value in bits 15 to 8, {@code <=} at most a value, {@code &} no bits but those of a mask;
 * without bits the whole register is meant. {@code *} wants nothing. Immutable.
 */
record CpuidRule(List<Demand> demands) {
    private static final Pattern DEMAND = Pattern.compile("(?:(\\d+):(\\d+))?(=|<=|&)(0x[0-9a-f]+|\\d+)");

    private record Demand(int high, int low, String operator, int value) {
        static Demand parse(String text) {
            Matcher parts = DEMAND.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("rule " + text);
            }
            boolean whole = parts.group(1) == null;
            return new Demand(
                    whole ? Integer.SIZE - 1 : Integer.parseInt(parts.group(1)),
                    whole ? 0 : Integer.parseInt(parts.group(2)),
                    parts.group(3),
                    Long.decode(parts.group(4)).intValue());
        }

        int correct(int register) {
            int mask = (int) ((1L << high - low + 1) - 1);
            int field = register >>> low & mask;
            int right = switch (operator) {
                case "=" -> value;
                case "&" -> field & value;
                default -> Integer.compareUnsigned(field, value) > 0 ? value : field;
            };
            return register & ~(mask << low) | right << low;
        }
    }

    static CpuidRule parse(String text) {
        List<String> parts = text.equals("*") ? List.of() : Arrays.asList(text.split(","));
        return new CpuidRule(parts.stream().map(Demand::parse).toList());
    }

    /** The register as the firmware wants it; the same when it has nothing against it. */
    int correct(int register) {
        int corrected = register;
        for (Demand demand : demands) {
            corrected = demand.correct(corrected);
        }
        return corrected;
    }
}
