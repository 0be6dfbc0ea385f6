// SPDX-License-Identifier: Apache-2.0
package com.example.realm;

import com.example.registervm.RealmParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cloister.api.Bytes;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.PolicyField;

/** The policy of a realm: what it is created with, each by its name. */
final class RealmPolicy {
    static final String PROPERTY = "policy";
    /** The width of a realm's addresses. */
    static final int IPA_BITS = 48;

    private static final String HASH = "measurement-algorithm";
    private static final String VECTORS = "sve-vector-length";
    private static final String BREAKPOINTS = "num-breakpoints";
    private static final String WATCHPOINTS = "num-watchpoints";
    private static final String COUNTERS = "num-pmu-counters";
    private static final String PERSONALIZATION = "personalization-value";

    private static final int PERSONALIZATION_SIZE = 64;
    private static final int VECTOR_UNIT = 128;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Pattern DIGITS = Pattern.compile("(?:[0-9a-f]{2}){0," + PERSONALIZATION_SIZE + "}");

    static final String SYNTAX = "KEY=VALUE,...: " + HASH + "=sha256|sha512, " + VECTORS + "=0 to 2048, " + BREAKPOINTS
            + " and " + WATCHPOINTS + "=2 to 64, " + COUNTERS + "=0 to 31, " + PERSONALIZATION
            + " as up to 128 hexadecimal digits";

    private static final Map<String, String> DEFAULTS = defaults();

    private final Map<String, String> bits = new LinkedHashMap<>(DEFAULTS);

    private RealmPolicy(Map<String, String> given) {
        given.forEach((name, value) -> {
            if (bits.replace(name, value) == null) {
                String near = NearestNames.offer(name, DEFAULTS.keySet());
                throw wrong("a realm has no such policy", name, String.join(", ", DEFAULTS.keySet()), near);
            }
        });
    }

    private static Map<String, String> defaults() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(HASH, "sha512");
        values.put(VECTORS, "0");
        values.put(BREAKPOINTS, "2");
        values.put(WATCHPOINTS, "2");
        values.put(COUNTERS, "0");
        values.put(PERSONALIZATION, "");
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
        return new RealmPolicy(given).policy();
    }

    private GuestPolicy policy() {
        int vectors = number(VECTORS, 0, 16 * VECTOR_UNIT);
        require(vectors % VECTOR_UNIT == 0, VECTORS, "a multiple of " + VECTOR_UNIT);
        int counters = number(COUNTERS, 0, 31);
        long flags = (vectors == 0 ? 0 : RealmParams.SVE) | (counters == 0 ? 0 : RealmParams.PMU);
        return new GuestPolicy(
                flags,
                bits,
                List.of(
                        new PolicyField.Number("flags", Long.SIZE, flags),
                        small("s2sz", IPA_BITS),
                        small("sve_vl", Math.max(0, vectors / VECTOR_UNIT - 1)),
                        small("num_bps", number(BREAKPOINTS, 2, 64) - 1),
                        small("num_wps", number(WATCHPOINTS, 2, 64) - 1),
                        small("pmu_num_ctrs", counters),
                        small("hash_algo", hash()),
                        new PolicyField.Content("rpv", personalization())));
    }

    /** What a realm of this policy is created with; the personalization value is not measured. */
    static RealmParams params(GuestPolicy policy) {
        return new RealmParams(
                policy.value(),
                field(policy, "s2sz"),
                field(policy, "sve_vl"),
                field(policy, "num_bps"),
                field(policy, "num_wps"),
                field(policy, "pmu_num_ctrs"),
                field(policy, "hash_algo"));
    }

    /** 64 bytes that tell realms of one measurement apart. */
    static Bytes personalization(GuestPolicy policy) {
        return ((PolicyField.Content) policy.field("rpv").orElseThrow()).value();
    }

    private static int field(GuestPolicy policy, String name) {
        return (int) ((PolicyField.Number) policy.field(name).orElseThrow()).value();
    }

    private static PolicyField small(String name, int value) {
        return new PolicyField.Number(name, Byte.SIZE, value);
    }

    private int hash() {
        return switch (bits.get(HASH)) {
            case "sha256" -> 0;
            case "sha512" -> 1;
            default -> throw wrong("this cannot have this value", HASH + "=" + bits.get(HASH), "sha256|sha512", "");
        };
    }

    private int number(String name, int least, int most) {
        boolean is = NUMBER.matcher(bits.get(name)).matches();
        int value = is ? Integer.parseInt(bits.get(name)) : -1;
        require(value >= least && value <= most, name, least + " to " + most);
        return value;
    }

    /** Given digits come first, as QEMU has them; zeros follow. */
    private Bytes personalization() {
        String digits = bits.get(PERSONALIZATION);
        require(DIGITS.matcher(digits).matches(), PERSONALIZATION, "pairs of hexadecimal digits, up to 64 of them");
        return Bytes.ofHex(digits + "0".repeat(2 * PERSONALIZATION_SIZE - digits.length()));
    }

    private void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw wrong("this cannot have this value", name + "=" + bits.get(name), expected, "");
        }
    }

    private static RuntimeException wrong(String what, String found, String expected, String remedy) {
        return Problem.input("realm.policy", what)
                .at(PROPERTY)
                .found(found)
                .expected(expected)
                .remedy(remedy)
                .exception();
    }
}
