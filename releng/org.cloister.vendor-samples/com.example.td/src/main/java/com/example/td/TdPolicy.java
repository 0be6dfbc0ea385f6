// SPDX-License-Identifier: Apache-2.0
package com.example.td;

import com.example.registervm.Mrtd;
import com.example.registervm.TdParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.cloister.api.Bytes;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.PolicyField;

/**
 * The policy of a trust domain: flags of ATTRIBUTES by name, and the other fields by theirs. So an administrator's
 * {@code policy.defaults} can name each of them, and set an owner of 48 bytes for all guests.
 */
final class TdPolicy {
    static final String PROPERTY = "policy";
    static final String SYNTAX = "KEY=VALUE,...: debug, sept-ve-disable, pks and perfmon as on|off; xfam in"
            + " hexadecimal; mrconfigid, mrowner and mrownerconfig as 96 hexadecimal digits";

    private static final String XFAM = "xfam";
    private static final Pattern XFAM_SYNTAX = Pattern.compile("0x[0-9a-f]{1,16}");
    private static final Pattern IDENTITY_SYNTAX = Pattern.compile("[0-9a-f]{" + 2 * Mrtd.SIZE + "}");

    /** x87 and SSE: bits that every XFAM has. */
    private static final long XFAM_ALWAYS = 0x3;
    /** The flags and their bits in ATTRIBUTES. */
    private static final Map<String, Integer> FLAGS = flags();
    /** The fields of 48 bytes. */
    private static final List<String> IDENTITIES = List.of("mrconfigid", "mrowner", "mrownerconfig");

    private static final Map<String, String> DEFAULTS = defaults();

    private TdPolicy() {}

    private static Map<String, Integer> flags() {
        Map<String, Integer> flags = new LinkedHashMap<>();
        flags.put("debug", 0);
        flags.put("sept-ve-disable", 28);
        flags.put("pks", 30);
        flags.put("perfmon", 63);
        return flags;
    }

    private static Map<String, String> defaults() {
        Map<String, String> values = new LinkedHashMap<>();
        FLAGS.keySet().forEach(flag -> values.put(flag, flag.equals("sept-ve-disable") ? "on" : "off"));
        values.put(XFAM, "0xe7");
        IDENTITIES.forEach(name -> values.put(name, "0".repeat(2 * Mrtd.SIZE)));
        return values;
    }

    /** The policy that {@code KEY=VALUE,…} stands for. */
    static GuestPolicy of(String text) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] parts = word.split("=", 2);
            if (parts.length < 2 || given.put(parts[0].strip(), parts[1].strip()) != null) {
                throw wrong("a policy is KEY=VALUE,..., each key once", word, SYNTAX, "");
            }
        }
        return of(given);
    }

    /** The policy with these values, and defaults for the others. */
    static GuestPolicy of(Map<String, String> given) {
        Map<String, String> bits = new LinkedHashMap<>(DEFAULTS);
        given.forEach((name, value) -> {
            if (bits.replace(name, value) == null) {
                String near = NearestNames.offer(name, DEFAULTS.keySet());
                throw wrong("a trust domain has no such policy", name, String.join(", ", DEFAULTS.keySet()), near);
            }
        });
        long attributes = 0;
        for (Map.Entry<String, Integer> flag : FLAGS.entrySet()) {
            attributes |= bit(flag.getKey(), bits.get(flag.getKey())) << flag.getValue();
        }
        return new GuestPolicy(
                attributes,
                bits,
                List.of(
                        new PolicyField.Number("ATTRIBUTES", Long.SIZE, attributes),
                        new PolicyField.Number("XFAM", Long.SIZE, xfam(bits.get(XFAM))),
                        identity("mrconfigid", bits),
                        identity("mrowner", bits),
                        identity("mrownerconfig", bits)));
    }

    /** What a trust domain of this policy is created with. */
    static TdParams params(GuestPolicy policy) {
        return new TdParams(
                policy.value(),
                number(policy, "XFAM"),
                content(policy, "MRCONFIGID"),
                content(policy, "MROWNER"),
                content(policy, "MROWNERCONFIG"));
    }

    private static long number(GuestPolicy policy, String field) {
        return ((PolicyField.Number) policy.field(field).orElseThrow()).value();
    }

    private static Bytes content(GuestPolicy policy, String field) {
        return ((PolicyField.Content) policy.field(field).orElseThrow()).value();
    }

    private static long bit(String name, String value) {
        return switch (value) {
            case "on" -> 1;
            case "off" -> 0;
            default -> throw wrong("a flag is on or off", name + "=" + value, "on|off", "");
        };
    }

    private static long xfam(String value) {
        require(XFAM_SYNTAX.matcher(value).matches(), XFAM, value, "0x and up to 16 hexadecimal digits");
        long xfam = Long.parseUnsignedLong(value.substring(2), 16);
        require((xfam & XFAM_ALWAYS) == XFAM_ALWAYS, XFAM, value, "bits 0 (x87) and 1 (SSE) set");
        return xfam;
    }

    private static PolicyField identity(String name, Map<String, String> bits) {
        String value = bits.get(name);
        require(IDENTITY_SYNTAX.matcher(value).matches(), name, value, "96 hexadecimal digits, lower case");
        return new PolicyField.Content(name.toUpperCase(Locale.ROOT), Bytes.ofHex(value));
    }

    private static void require(boolean holds, String name, String value, String expected) {
        if (!holds) {
            throw wrong("this field cannot have this value", name + "=" + value, expected, "");
        }
    }

    private static RuntimeException wrong(String what, String found, String expected, String remedy) {
        return Problem.input("td.policy", what)
                .at(PROPERTY)
                .found(found)
                .expected(expected)
                .remedy(remedy)
                .exception();
    }
}
