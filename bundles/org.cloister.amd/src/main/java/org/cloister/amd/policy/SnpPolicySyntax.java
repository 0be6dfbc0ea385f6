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

/** Reads a policy as people write it. */
final class SnpPolicySyntax {
    static final String ABI = "abi";

    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");
    private static final String SYNTAX = "0x30000, or names such as smt=on,debug=off,abi=0.31";

    private SnpPolicySyntax() {}

    static SnpPolicy parse(String text) {
        Matcher hex = HEX.matcher(text.strip());
        if (hex.matches()) {
            return new SnpPolicy(Long.parseUnsignedLong(hex.group(1), 16));
        }
        return new SnpPolicy(named(text));
    }

    private static long named(String text) {
        long value = SnpPolicy.DEFAULT.value();
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw wrong("syntax", "a policy is a hexadecimal number or NAME=VALUE pairs", part, SYNTAX)
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

    private static long put(long value, String key, String setting) {
        if (key.equals(ABI)) {
            return value & ~0xffffL | version(setting);
        }
        SnpPolicyBit bit = SnpPolicyBit.of(key).orElseThrow(() -> unknown(key));
        return switch (setting) {
            case "on" -> bit.put(value, true);
            case "off" -> bit.put(value, false);
            default ->
                throw wrong("value", "this is no value of " + key, setting, "on or off")
                        .exception();
        };
    }

    private static long version(String setting) {
        Matcher version = VERSION.matcher(setting);
        if (version.matches()) {
            int major = Integer.parseInt(version.group(1));
            int minor = Integer.parseInt(version.group(2));
            if (major <= 0xff && minor <= 0xff) {
                return (long) major << 8 | minor;
            }
        }
        throw wrong("abi", "this is no version of the firmware ABI", setting, "MAJOR.MINOR, each 0 to 255")
                .exception();
    }

    private static RuntimeException unknown(String key) {
        List<String> known = new ArrayList<>(
                Arrays.stream(SnpPolicyBit.values()).map(SnpPolicyBit::key).toList());
        known.add(ABI);
        return wrong("name", "no policy bit has this name", key, "one of " + String.join(", ", known))
                .remedy(NearestNames.offer(key, known))
                .exception();
    }

    private static Problem wrong(String code, String what, String found, String expected) {
        return Problem.input("snp.policy." + code, what)
                .at("policy")
                .found(found)
                .expected(expected)
                .remedy("write a number as 0x30000, or what differs from it by name");
    }
}
