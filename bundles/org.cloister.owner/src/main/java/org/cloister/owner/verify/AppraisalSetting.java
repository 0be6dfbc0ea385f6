// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.api.ByteText;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.OnOff;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * One item of a policy as it was written, and the ways to read it.
 *
 * @param syntax how it is written
 */
record AppraisalSetting(String name, String syntax, List<String> values) {
    private static final Set<String> YES = Set.of("yes", "on", "true");
    private static final Set<String> NO = Set.of("no", "off", "false");

    /** The only value. */
    String single() {
        if (values.size() != 1) {
            throw Problem.input(OwnerCodes.APPRAISAL_VALUE, "this takes exactly one value")
                    .at(name)
                    .found(values.size() + " values")
                    .expected(syntax)
                    .exception();
        }
        return values.get(0).strip();
    }

    /** All values, those too that are written with commas between them. */
    List<String> alternatives() {
        List<String> all = values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        if (all.isEmpty()) {
            throw wrong("");
        }
        return all;
    }

    /** {@code name=value} pairs with commas between them, each name once. */
    Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String part : alternatives()) {
            int equals = part.indexOf('=');
            if (equals < 1 || pairs.putIfAbsent(part.substring(0, equals), part.substring(equals + 1)) != null) {
                throw wrong(part);
            }
        }
        return pairs;
    }

    /** Bytes in hexadecimal or base64, of one of some sizes. */
    Bytes bytes(String value, int... sizes) {
        return ByteText.readExactly(value, sizes).orElseThrow(() -> wrong(value));
    }

    /** The same, at least one, with zeros behind them up to a size. */
    Bytes filledUp(String value, int size) {
        Bytes bytes =
                ByteText.read(value, size).filter(read -> read.length() <= size).orElseThrow(() -> wrong(value));
        return Bytes.of(Arrays.copyOf(bytes.toArray(), size));
    }

    /** An unsigned number, decimal or 0x and hexadecimal, that has room in so many bits. */
    long number(String value, int bits) {
        return Numbers.parse(value, 0, -1L >>> Long.SIZE - bits).orElseThrow(() -> wrong(value));
    }

    /** Numbers from 0 to 255 with dots between them. */
    List<Integer> version(String value, int least, int most) {
        return Numbers.parseVersion(value, least, most).orElseThrow(() -> wrong(value));
    }

    /** Whether a switch is to be on. */
    boolean on(String value) {
        return OnOff.parse(value).orElseThrow(() -> wrong(value));
    }

    /** Whether the only value says yes. */
    boolean yes() {
        String value = single();
        if (!YES.contains(value) && !NO.contains(value)) {
            throw wrong(value);
        }
        return YES.contains(value);
    }

    /** A value that cannot be read. */
    CloisterException wrong(String value) {
        return Problem.input(OwnerCodes.APPRAISAL_VALUE, "this is not a value for " + name)
                .at(name)
                .found(value)
                .expected(syntax)
                .exception();
    }
}
