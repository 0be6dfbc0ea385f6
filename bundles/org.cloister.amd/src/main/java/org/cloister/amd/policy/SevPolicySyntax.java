package org.cloister.amd.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.amd.names.NearestNames;
import org.cloister.api.Problem;

/** Reads a policy of SEV or SEV-ES as people write it. */
final class SevPolicySyntax {
    static final String API = "api";

    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");
    private static final String SYNTAX = "0x5, or names such as nodbg=on,noks=on,es=on,api=1.55";

    private SevPolicySyntax() {}

    static long parse(String text, long changed) {
        Matcher hex = HEX.matcher(text.strip());
        return hex.matches() ? Long.parseUnsignedLong(hex.group(1), 16) : named(text, changed);
    }

    private static long named(String text, long changed) {
        long value = changed;
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw wrong("syntax", "a policy is a hexadecimal number or NAME=VALUE pairs", part, SYNTAX);
            }
            String key = part.substring(0, equals).strip();
            if (!seen.add(key)) {
                throw wrong("twice", "a policy name is given twice", key, "each name once");
            }
            value = put(value, key, part.substring(equals + 1).strip());
        }
        return value;
    }

    private static long put(long value, String key, String setting) {
        if (key.equals(API)) {
            return api(value, setting);
        }
        SevPolicyBit bit = Arrays.stream(SevPolicyBit.values())
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(key));
        return switch (setting) {
            case "on" -> bit.put(value, true);
            case "off" -> bit.put(value, false);
            default -> throw wrong("value", "this is no value of " + key, setting, "on or off");
        };
    }

    private static long api(long value, String setting) {
        Matcher version = VERSION.matcher(setting);
        if (version.matches()) {
            int major = Integer.parseInt(version.group(1));
            int minor = Integer.parseInt(version.group(2));
            if (major <= 0xff && minor <= 0xff) {
                return SevPolicy.withApi(value, major, minor);
            }
        }
        throw wrong("api", "this is no version of the firmware API", setting, "MAJOR.MINOR, each 0 to 255");
    }

    private static RuntimeException unknown(String key) {
        List<String> known = new ArrayList<>(
                Arrays.stream(SevPolicyBit.values()).map(SevPolicyBit::key).toList());
        known.add(API);
        return problem("name", "no policy bit has this name", key, "one of " + String.join(", ", known))
                .remedy(NearestNames.offer(key, known))
                .exception();
    }

    private static RuntimeException wrong(String code, String what, String found, String expected) {
        return problem(code, what, found, expected).exception();
    }

    private static Problem problem(String code, String what, String found, String expected) {
        return Problem.input("sev.policy." + code, what)
                .at("policy")
                .found(found)
                .expected(expected);
    }
}
