// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;

/**
 * How people write a policy: as a number, or by the names of what differs from another policy.
 *
 * @param family what codes of problems begin with: {@code sev} or {@code snp}
 * @param version the name of the lowest firmware version
 * @param number an example of a number
 * @param names an example of names
 * @param versions puts a version into a policy
 * @param switches by name, in the order of their bits
 */
record PolicySyntax(
        String family, String version, String number, String names, Versions versions, Map<String, Switch> switches) {
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

    /** A switch of a policy. */
    interface Switch {
        long put(long policy, boolean on);
    }

    /** The place of the version in a policy; its numbers are 0 to 255. */
    interface Versions {
        long put(long policy, int major, int minor);
    }

    /** The policy, raw 64 bits; names change {@code changed}. */
    long parse(String text, long changed) {
        Matcher hex = HEX.matcher(text.strip());
        return hex.matches() ? Long.parseUnsignedLong(hex.group(1), 16) : named(text, changed);
    }

    private long named(String text, long changed) {
        long value = changed;
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw wrong("syntax", "a policy is a hexadecimal number or NAME=VALUE pairs", part, example())
                        .exception();
            }
            String key = part.substring(0, equals).strip();
            if (!seen.add(key)) {
                throw wrong("twice", "a policy name is given twice", key, "each name once")
                        .exception();
            }
            value = put(value, key, part.substring(equals + 1).strip());
        }
        return value;
    }

    private String example() {
        return number + ", or names such as " + names;
    }

    private long put(long value, String key, String setting) {
        if (key.equals(version)) {
            return putVersion(value, setting);
        }
        Switch bit = switches.get(key);
        if (bit == null) {
            throw unknown(key);
        }
        return switch (setting) {
            case "on" -> bit.put(value, true);
            case "off" -> bit.put(value, false);
            default ->
                throw wrong("value", "this is not a value of " + key, setting, "on or off")
                        .exception();
        };
    }

    private long putVersion(long value, String setting) {
        Matcher numbers = VERSION.matcher(setting);
        if (numbers.matches()) {
            int major = Integer.parseInt(numbers.group(1));
            int minor = Integer.parseInt(numbers.group(2));
            if (major <= 0xff && minor <= 0xff) {
                return versions.put(value, major, minor);
            }
        }
        String what = "this is not a version of the firmware " + version.toUpperCase(Locale.ROOT);
        throw wrong(version, what, setting, "MAJOR.MINOR, each 0 to 255").exception();
    }

    private RuntimeException unknown(String key) {
        List<String> known = new ArrayList<>(switches.keySet());
        known.add(version);
        return wrong("name", "no policy bit has this name", key, "one of " + String.join(", ", known))
                .remedy(NearestNames.offer(key, known))
                .exception();
    }

    private Problem wrong(String code, String what, String found, String expected) {
        return Problem.input(family + ".policy." + code, what)
                .at("policy")
                .found(found)
                .expected(expected)
                .remedy("write a number as " + number + ", or what differs from it by name");
    }
}
