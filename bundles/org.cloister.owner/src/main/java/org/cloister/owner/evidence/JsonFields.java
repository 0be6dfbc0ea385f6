// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/**
 * The members of a JSON object, each asked for by name and form. Immutable.
 *
 * @param members as {@link StrictJson} reads them
 * @param where the file and the place in it, for messages
 */
record JsonFields(Map<String, Object> members, String where) {

    /**
     * Reads an object.
     *
     * @throws org.cloister.api.CloisterException {@code evidence.broken}
     */
    static JsonFields parse(Bytes json, String where) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json.toArray()))
                    .toString();
            return new JsonFields(StrictJson.object(text, where), where);
        } catch (CharacterCodingException e) {
            throw Problem.input(EvidenceCodes.EVIDENCE_BROKEN, "this JSON cannot be read: it is not UTF-8")
                    .at(where)
                    .exception(e);
        }
    }

    Set<String> names() {
        return members.keySet();
    }

    /** Whether a member is there and not null. */
    boolean has(String name) {
        return members.containsKey(name) && !members.get(name).equals(Optional.empty());
    }

    boolean isText(String name) {
        return members.get(name) instanceof String;
    }

    boolean isObject(String name) {
        return members.get(name) instanceof Map;
    }

    boolean isArray(String name) {
        return members.get(name) instanceof List;
    }

    String text(String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    JsonFields object(String name) {
        if (isObject(name)) {
            return fields(members.get(name), place(name));
        }
        throw wrong(name, "an object");
    }

    /** The objects of an array. */
    List<JsonFields> objects(String name) {
        if (members.get(name) instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            return list.stream().map(one -> fields(one, place(name))).toList();
        }
        throw wrong(name, "an array of objects");
    }

    /** An unsigned number that has room in so many bits. */
    long number(String name, int bits) {
        if (members.get(name) instanceof Long number && (bits == Long.SIZE || number >>> bits == 0)) {
            return number;
        }
        throw wrong(name, "a whole number of " + bits + " bits");
    }

    /** Refuses a number that has to be 0, with the reason. */
    void requireZero(String name, String why) {
        if (number(name, Long.SIZE) != 0) {
            throw wrong(name, "0: " + why);
        }
    }

    /** Bytes as an array of numbers. */
    Bytes numbers(String name) {
        if (!(members.get(name) instanceof List<?> list)) {
            throw wrong(name, "an array of numbers");
        }
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            if (!(list.get(i) instanceof Long one) || one >>> Byte.SIZE != 0) {
                throw wrong(name, "numbers from 0 to 255");
            }
            bytes[i] = one.byteValue();
        }
        return Bytes.of(bytes);
    }

    /** So many bytes as an array of numbers. */
    Bytes numbers(String name, int size) {
        Bytes bytes = numbers(name);
        if (bytes.length() != size) {
            throw wrong(name, size + " numbers");
        }
        return bytes;
    }

    /** Bytes in base64 of either alphabet. */
    Bytes base64(String name) {
        String text = text(name).strip();
        return Optional.of(text)
                .filter(whole -> whole.replace("=", "").length() % 4 != 1)
                .flatMap(TextBytes::base64)
                .orElseThrow(() -> wrong(name, "base64"));
    }

    /** So many bytes in hexadecimal. */
    Bytes hex(String name, int size) {
        return Optional.of(text(name))
                .filter(text -> text.length() == 2 * size)
                .flatMap(TextBytes::hex)
                .filter(bytes -> bytes.length() == size)
                .orElseThrow(() -> wrong(name, size + " bytes in hexadecimal"));
    }

    /** A text such as a PEM file has. */
    Bytes lines(String name) {
        return Bytes.of(text(name).getBytes(StandardCharsets.ISO_8859_1));
    }

    private RuntimeException wrong(String name, String expected) {
        Object found = members.get(name);
        return Problem.input(EvidenceCodes.EVIDENCE_FIELD, "a field of this evidence is not what it has to be")
                .at(place(name))
                .found(found == null ? "nothing" : described(found))
                .expected(expected)
                .exception();
    }

    private static String described(Object value) {
        if (value instanceof Long number) {
            return Numbers.hex(number);
        }
        if (value instanceof Number other) {
            return "the number " + StrictJson.shown(other);
        }
        if (value instanceof List<?> list) {
            return "an array of " + list.size();
        }
        return value instanceof String text ? "a text of " + text.length() + " characters" : "something else";
    }

    private String place(String name) {
        return where + ", " + name;
    }

    @SuppressWarnings("unchecked")
    private static JsonFields fields(Object members, String where) {
        return new JsonFields((Map<String, Object>) members, where);
    }
}
