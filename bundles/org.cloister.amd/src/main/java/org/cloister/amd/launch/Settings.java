package org.cloister.amd.launch;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** Settings as text, read as what they have to be; problems name the setting. */
record Settings(Map<String, String> values) {
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");
    private static final int LONGEST_BASE64 = 8192;

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip);
    }

    Optional<Boolean> onOff(String name) {
        return text(name).map(value -> switch (value) {
            case "on" -> true;
            case "off" -> false;
            default ->
                throw wrong("value", "this is neither on nor off", name)
                        .found(value)
                        .expected("on or off")
                        .exception();
        });
    }

    /** Hexadecimal, as the prefix says; a lone digit is the same in either base. */
    Optional<Long> hex(String name) {
        return text(name).map(value -> {
            Matcher hex = HEX.matcher(value);
            if (hex.matches()) {
                return Long.parseUnsignedLong(hex.group(1), 16);
            }
            if (value.length() == 1 && DIGITS.matcher(value).matches()) {
                return Long.parseLong(value);
            }
            throw wrong("value", "this is no hexadecimal number", name)
                    .found(value)
                    .expected("0x and at most 16 digits")
                    .exception();
        });
    }

    Optional<Integer> number(String name, int least, int most) {
        return text(name).map(value -> {
            int number = DIGITS.matcher(value).matches() ? Integer.parseInt(value) : -1;
            if (number < least || number > most) {
                throw wrong("value", "this number is out of range", name)
                        .found(value)
                        .expected(least + " to " + most)
                        .exception();
            }
            return number;
        });
    }

    /** Base64 of exactly so many bytes. */
    Optional<Bytes> blob(String name, int size) {
        return base64(name).map(bytes -> {
            if (bytes.length() != size) {
                throw wrongSize(name, bytes).expected(size + " bytes").exception();
            }
            return bytes;
        });
    }

    /** Base64 of at most so many bytes, filled up with zeros: the kernel always copies all of them. */
    Optional<Bytes> padded(String name, int size) {
        return base64(name).map(bytes -> {
            if (bytes.length() > size) {
                throw wrongSize(name, bytes)
                        .expected("at most " + size + " bytes")
                        .exception();
            }
            byte[] all = new byte[size];
            bytes.copyTo(0, all, 0, bytes.length());
            return Bytes.of(all);
        });
    }

    static Problem wrong(String code, String what, String name) {
        return Problem.input("snp.property." + code, what).at(name);
    }

    private static Problem wrongSize(String name, Bytes bytes) {
        return wrong("size", "this has the wrong size", name).found(bytes.length() + " bytes");
    }

    private Optional<Bytes> base64(String name) {
        return text(name).map(value -> {
            if (value.length() > LONGEST_BASE64) {
                throw wrong("base64", "this is too long", name)
                        .found(value.length() + " characters")
                        .expected("at most " + LONGEST_BASE64)
                        .exception();
            }
            return decode(name, value);
        });
    }

    private static Bytes decode(String name, String value) {
        try {
            return Bytes.of(Base64.getDecoder().decode(value));
        } catch (IllegalArgumentException e) {
            throw wrong("base64", "this is not base64", name)
                    .found(e.getMessage())
                    .expected("base64")
                    .exception(e);
        }
    }
}
