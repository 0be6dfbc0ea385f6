// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.ByteText;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.demand.Demand;

/**
 * One item of a policy as it was written, and the ways to read it.
 *
 * @param syntax how it is written
 * @param given its values, each with the place where it stands
 */
record AppraisalSetting(String name, String syntax, List<Demand> given) {

    /** The values as they were written. */
    List<String> values() {
        return given.stream().map(Demand::value).toList();
    }

    /** The only value. */
    String single() {
        if (given.size() != 1) {
            throw Problem.input(OwnerCodes.APPRAISAL_VALUE, name + " takes exactly one value")
                    .at(given.isEmpty() ? name : given.get(given.size() - 1).where())
                    .found(given.size() + " values")
                    .expected(syntax)
                    .exception();
        }
        return values().get(0).strip();
    }

    /** All values, those too that are written with commas between them. */
    List<String> alternatives() {
        List<String> all = values().stream()
                .flatMap(value -> parts(value).stream())
                .map(String::strip)
                .toList();
        if (all.isEmpty()) {
            throw wrong("");
        }
        return all;
    }

    /** The pairs of the only value. */
    Map<String, String> pairs() {
        return pairs(single());
    }

    /** {@code name=value} pairs with commas between them, each name once. */
    Map<String, String> pairs(String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String part : parts(value)) {
            int equals = part.indexOf('=');
            if (equals < 1
                    || pairs.putIfAbsent(
                                    part.substring(0, equals).strip(),
                                    part.substring(equals + 1).strip())
                            != null) {
                throw wrong(part);
            }
        }
        return pairs;
    }

    private static List<String> parts(String value) {
        return Arrays.asList(value.split(",", -1));
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
        return SwitchText.parse(value).orElseThrow(() -> wrong(value));
    }

    /** Whether the only value says yes. */
    boolean yes() {
        return on(single());
    }

    /** A value, or a part of one, that cannot be read. */
    CloisterException wrong(String value) {
        return wrong(value, syntax);
    }

    /** The same with another word on what was expected. */
    CloisterException wrong(String value, String expected) {
        return Problem.input(OwnerCodes.APPRAISAL_VALUE, "this is not a value for " + name)
                .at(place(value))
                .found(value)
                .expected(expected)
                .exception();
    }

    private String place(String value) {
        return given.stream()
                .filter(one -> one.value().contains(value))
                .map(Demand::where)
                .findFirst()
                .orElse(name);
    }
}
