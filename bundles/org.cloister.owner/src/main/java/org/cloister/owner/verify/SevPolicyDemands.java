// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.api.Numbers;
import org.cloister.api.OnOff;

/**
 * What is demanded of the policy of an SEV or SEV-ES guest. Immutable.
 *
 * @param demands each the fault of a policy, if it has it
 * @param settlesDebugging whether one of them is about debugging
 */
record SevPolicyDemands(List<IntFunction<Optional<String>>> demands, boolean settlesDebugging) {
    private static final String ABI = "api";
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10}");
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})");

    /** What generic demands call the bit that forbids debugging, the other way round. */
    private static final String DEBUG = "debug";

    /** Numbers, or names with what they are to be. */
    static SevPolicyDemands of(Optional<AppraisalSetting> setting) {
        List<IntFunction<Optional<String>>> demands = new ArrayList<>();
        boolean debugging = false;
        List<String> values = setting.map(AppraisalSetting::alternatives).orElse(List.of());
        for (String value : values) {
            demands.add(one(value).orElseThrow(() -> setting.orElseThrow().wrong(value)));
            debugging |= NUMBER.matcher(value).matches()
                    || value.startsWith(SevPolicyBit.NODBG.key() + "=")
                    || value.startsWith(DEBUG + "=");
        }
        return new SevPolicyDemands(List.copyOf(demands), debugging);
    }

    boolean any() {
        return !demands.isEmpty();
    }

    /** What is wrong with a policy, one sentence each. */
    List<String> faults(int policy) {
        return demands.stream().flatMap(one -> one.apply(policy).stream()).toList();
    }

    private static Optional<IntFunction<Optional<String>>> one(String value) {
        if (NUMBER.matcher(value).matches()) {
            long number = Long.decode(value.matches("0[xX].*") ? value : value.replaceFirst("^0+(?=.)", ""));
            return number >>> Integer.SIZE == 0
                    ? Optional.of(policy -> fault(policy == (int) number, "it is not " + Numbers.hex(number)))
                    : Optional.empty();
        }
        int equals = value.indexOf('=');
        return equals < 1 ? Optional.empty() : named(value.substring(0, equals), value.substring(equals + 1));
    }

    private static Optional<IntFunction<Optional<String>>> named(String name, String value) {
        if (name.equals(ABI)) {
            return version(value);
        }
        Optional<Boolean> on = SwitchText.parse(value);
        boolean debug = name.equals(DEBUG);
        Optional<SevPolicyBit> named = Arrays.stream(SevPolicyBit.values())
                .filter(bit -> bit.key().equals(debug ? SevPolicyBit.NODBG.key() : name))
                .findFirst();
        return named.isPresent() && on.isPresent()
                ? Optional.of(policy ->
                        fault(named.get().in(policy) == (on.get() != debug), name + " is not " + OnOff.text(on.get())))
                : Optional.empty();
    }

    private static Optional<IntFunction<Optional<String>>> version(String value) {
        Matcher parts = VERSION.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int least = Integer.parseInt(parts.group(1)) << Byte.SIZE | Integer.parseInt(parts.group(2));
        return Optional.of(policy -> fault(api(policy) >= least, "it accepts firmware below API " + value));
    }

    // The major number lies below the minor one (SEV API, 55766, "Guest Policy Structure").
    private static int api(int policy) {
        return (policy >>> 16 & 0xff) << Byte.SIZE | policy >>> 24;
    }

    private static Optional<String> fault(boolean right, String fault) {
        return right ? Optional.empty() : Optional.of(fault);
    }
}
