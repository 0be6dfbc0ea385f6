package org.cloister.amd.launch;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** Settings of an SEV or SEV-ES launch as text, read as what they have to be; problems name the setting. */
record SevSettings(Map<String, String> values) {
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");
    private static final int LONGEST_BASE64 = 8192;

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

    /** Base64 of exactly so many bytes; line breaks in it are passed over, as files have them. */
    Optional<Bytes> blob(String name, int size) {
        return text(name).map(value -> {
            if (value.length() > LONGEST_BASE64) {
                throw wrong(
                        "base64",
                        "this is too long",
                        name,
                        value.length() + " characters",
                        "at most " + LONGEST_BASE64);
            }
            Bytes content = decode(name, value);
            if (content.length() != size) {
                throw wrong("size", "this has the wrong size", name, content.length() + " bytes", size + " bytes");
            }
            return content;
        });
    }

    private static Bytes decode(String name, String value) {
        try {
            return Bytes.of(Base64.getDecoder().decode(value.replaceAll("[\r\n]", "")));
        } catch (IllegalArgumentException e) {
            throw wrong("base64", "this is not base64", name, e.getMessage(), "base64");
        }
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
