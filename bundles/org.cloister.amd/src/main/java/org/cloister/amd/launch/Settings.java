// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * Settings as text, read as what they have to be; problems name the setting.
 *
 * @param family what codes of problems begin with: {@code sev} or {@code snp}
 * @param values by name
 */
record Settings(String family, Map<String, String> values) {
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern SHORT_HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,7})");
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern BLANKS = Pattern.compile("\\s");
    private static final Pattern NOT_BASE64 = Pattern.compile("[^A-Za-z0-9+/=]");
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
            default ->
                throw wrong("value", "this is neither on nor off", name)
                        .found(value)
                        .expected("on or off")
                        .remedy("write on or off")
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
            throw wrong("value", "this is not a hexadecimal number", name)
                    .found(value)
                    .expected("0x and 1 to 16 digits")
                    .remedy("write it as 0x1f")
                    .exception();
        });
    }

    Optional<Long> hex(String name, long most) {
        return hex(name).map(number -> {
            if (Long.compareUnsigned(number, most) > 0) {
                throw wrong("value", "this number is too large", name)
                        .found("0x" + Long.toHexString(number))
                        .expected("at most 0x" + Long.toHexString(most))
                        .remedy("write fewer digits")
                        .exception();
            }
            return number;
        });
    }

    Optional<Integer> number(String name, int least, int most) {
        return text(name).map(value -> {
            int number = number(value);
            if (number < least || number > most) {
                throw wrong("value", "this is not a number in range", name)
                        .found(value)
                        .expected(least + " to " + most)
                        .remedy("'cloister probe' reports that of a host; without it the host's is taken")
                        .exception();
            }
            return number;
        });
    }

    /** Decimal, or hexadecimal as QEMU takes it too; -1 for what is neither. */
    private static int number(String value) {
        Matcher hex = SHORT_HEX.matcher(value);
        if (hex.matches()) {
            return Integer.parseInt(hex.group(1), 16);
        }
        return DIGITS.matcher(value).matches() ? Integer.parseInt(value) : -1;
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

    /** One of a few words; what else it could be, the guest cannot have. */
    void require(String name, Set<String> allowed, String reason) {
        text(name).filter(value -> !allowed.contains(value)).ifPresent(value -> {
            throw wrong("restriction", "a guest of this type cannot have this", name)
                    .found(value)
                    .expected(String.join(" or ", allowed.stream().sorted().toList()))
                    .remedy(reason)
                    .exception();
        });
    }

    Problem wrong(String code, String what, String name) {
        return Problem.input(family + ".property." + code, what).at(name);
    }

    private Problem wrongSize(String name, Bytes bytes) {
        return wrong("size", "this has the wrong size", name)
                .found(bytes.length() + " bytes")
                .remedy("give all bytes of it in base64, as 'base64 FILE' writes them");
    }

    private Optional<Bytes> base64(String name) {
        return text(name).map(value -> {
            if (value.length() > LONGEST_BASE64) {
                throw wrong("base64", "this is too long", name)
                        .found(value.length() + " characters")
                        .expected("at most " + LONGEST_BASE64)
                        .remedy("no setting is as long as that: give the bytes of this one alone")
                        .exception();
            }
            return decode(name, BLANKS.matcher(value).replaceAll(""));
        });
    }

    /**
     * Line breaks are QEMU's leave too (util/base64.c); padding is not, as what follows from its absence differs among
     * decoders.
     */
    private Bytes decode(String name, String value) {
        Matcher stranger = NOT_BASE64.matcher(value);
        if (stranger.find()) {
            throw notBase64(name)
                    .found("'" + stranger.group() + "' as character " + (stranger.start() + 1))
                    .exception();
        }
        if (value.length() % 4 != 0) {
            throw notBase64(name).found(value.length() + " characters").exception();
        }
        try {
            return Bytes.of(Base64.getDecoder().decode(value));
        } catch (IllegalArgumentException e) {
            throw notBase64(name).found(e.getMessage()).exception(e);
        }
    }

    private Problem notBase64(String name) {
        return wrong("base64", "this is not base64", name)
                .expected("groups of four characters A-Z, a-z, 0-9, + and /, the last one padded with =")
                .remedy("encode the bytes, as 'base64 FILE' does");
    }
}
