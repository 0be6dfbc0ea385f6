package org.cloister.amd.launch;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.Problem;

/** Settings of an SEV or SEV-ES launch as text, read as what they have to be; problems name the setting. */
record SevSettings(Map<String, String> values) {
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip);
    }

    Optional<Boolean> onOff(String name) {
        return text(name).map(value -> switch (value) {
            case "on" -> true;
            case "off" -> false;
            default -> throw wrong("value", "this is neither on nor off", name, value, "on or off");
        });
    }

    /** Hexadecimal, as the prefix says; a lone digit is the same in either base. */
    Optional<Long> hex(String name, long most) {
        return text(name).map(value -> {
            long number = hex(name, value);
            if (Long.compareUnsigned(number, most) > 0) {
                throw wrong("value", "this number is too large", name, value, "at most 0x" + Long.toHexString(most));
            }
            return number;
        });
    }

    Optional<Integer> number(String name, int least, int most) {
        return text(name).map(value -> {
            int number = DIGITS.matcher(value).matches() ? Integer.parseInt(value) : -1;
            if (number < least || number > most) {
                throw wrong("value", "this number is out of range", name, value, least + " to " + most);
            }
            return number;
        });
    }

    static RuntimeException wrong(String code, String what, String name, Object found, Object expected) {
        return Problem.input("sev.property." + code, what)
                .at(name)
                .found(found)
                .expected(expected)
                .exception();
    }

    private static long hex(String name, String value) {
        Matcher hex = HEX.matcher(value);
        if (hex.matches()) {
            return Long.parseUnsignedLong(hex.group(1), 16);
        }
        if (value.length() == 1 && DIGITS.matcher(value).matches()) {
            return Long.parseLong(value);
        }
        throw wrong("value", "this is no hexadecimal number", name, value, "0x and at most 16 digits");
    }
}
