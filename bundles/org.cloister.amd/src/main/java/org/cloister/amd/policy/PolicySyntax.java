// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cloister.api.NearestNames;
import org.cloister.api.Numbers;
import org.cloister.api.OnOff;
import org.cloister.api.Problem;
import org.cloister.api.guest.CommonSettings;

/** How people write a policy: as a number, or by the names of what differs from another policy. */
record PolicySyntax(PolicyLayout layout) {
    /** The policy, raw 64 bits; names change {@code changed}. */
    long parse(String text, long changed) {
        String number = text.strip();
        if (Numbers.isDigits(number) && Numbers.parse(number).isPresent()) {
            return layout.ofDigits(Numbers.parse(number).getAsLong(), Numbers.parseHex(number))
                    .value();
        }
        return Numbers.parse(number).orElseGet(() -> named(text, changed));
    }

    private long named(String text, long changed) {
        long value = changed;
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw wrong(
                                layout.faults().syntax(),
                                "a policy is a number or NAME=VALUE pairs",
                                part,
                                layout.example())
                        .exception();
            }
            String key = part.substring(0, equals).strip();
            if (!seen.add(key)) {
                throw wrong(layout.faults().twice(), "a policy name is given twice", key, "each name once")
                        .exception();
            }
            value = put(value, key, part.substring(equals + 1).strip());
        }
        return value;
    }

    private long put(long value, String key, String setting) {
        if (key.equals(layout.version().key())) {
            return putVersion(value, setting);
        }
        PolicyBit bit = layout.bits().stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(key));
        boolean on = OnOff.parse(setting)
                .orElseThrow(() -> wrong(layout.faults().value(), "this is not a value of " + key, setting, "on or off")
                        .exception());
        return put(value, bit, on);
    }

    /** A policy with a switch set or cleared. */
    static long put(long policy, PolicyBit bit, boolean on) {
        long mask = 1L << bit.bit();
        return on ? policy | mask : policy & ~mask;
    }

    private long putVersion(long value, String setting) {
        String version = layout.version().key();
        String what = "this is not a version of the firmware " + version.toUpperCase(Locale.ROOT);
        List<Integer> numbers = Numbers.parseVersion(setting, 2, 2)
                .orElseThrow(() -> wrong(layout.faults().version(), what, setting, "MAJOR.MINOR, each 0 to 255")
                        .exception());
        return layout.version().put(value, numbers.get(0), numbers.get(1));
    }

    private RuntimeException unknown(String key) {
        List<String> known = new ArrayList<>();
        layout.bits().forEach(bit -> known.add(bit.key()));
        known.add(layout.version().key());
        return wrong(layout.faults().name(), "no policy bit has this name", key, "one of " + String.join(", ", known))
                .remedy(NearestNames.offer(key, known))
                .exception();
    }

    private Problem wrong(String code, String what, String found, String expected) {
        return Problem.input(code, what)
                .at(CommonSettings.POLICY)
                .found(found)
                .expected(expected)
                .remedy("write a number as " + layout.example().split(",")[0] + ", or what differs from it by name");
    }
}
