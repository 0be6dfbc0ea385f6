// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.NearestNames;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.evidence.StrictJson;

/**
 * The fields of an object in another verifier's policy, each asked for by name and form. What is null is not there.
 * Immutable.
 *
 * @param members as {@link StrictJson} reads them, without null
 * @param file for messages
 * @param path of the object in it; empty for the whole
 */
record ForeignFields(Map<String, Object> members, String file, String path) {
    /**
     * Reads a whole file.
     *
     * @throws CloisterException {@code appraisal.json}
     */
    static ForeignFields parse(String text, String file) {
        try {
            return new ForeignFields(withoutNull(StrictJson.object(text, file)), file, "");
        } catch (CloisterException broken) {
            throw Problem.input(OwnerCodes.APPRAISAL_JSON, broken.problem().what())
                    .at(broken.problem().where())
                    .exception();
        }
    }

    private static Map<String, Object> withoutNull(Map<?, ?> members) {
        Map<String, Object> kept = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (!value.equals(Optional.empty())) {
                kept.put((String) name, value);
            }
        });
        return kept;
    }

    /** The same with other names. */
    ForeignFields renamed(UnaryOperator<String> names) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (renamed.putIfAbsent(names.apply(name), value) != null) {
                throw wrong(name, "a field is there twice under two names", "leave one of them out");
            }
        });
        return new ForeignFields(renamed, file, path);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    boolean hasObject(String name) {
        return members.get(name) instanceof Map;
    }

    boolean hasList(String name) {
        return members.get(name) instanceof List;
    }

    /** Refuses every field but some. */
    void requireOnly(Collection<String> known) {
        members.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(name, "this field is not known", NearestNames.offer(name, known));
                });
    }

    /** A number without a sign that has room in so many bits, as a number or as text. */
    Optional<Long> number(String name, int bits) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<Long> number =
                Optional.of(value).filter(Long.class::isInstance).map(Long.class::cast);
        if (value instanceof String text && Numbers.isDigits(text)) {
            number = Numbers.parse(text).stream().boxed().findFirst();
        }
        return Optional.of(number.filter(one -> bits == Long.SIZE || one >>> bits == 0)
                .orElseThrow(() -> form(name, "a whole number of " + bits + " bits")));
    }

    /** A switch; off where it is not there. */
    boolean flag(String name) {
        if (has(name) && !(members.get(name) instanceof Boolean)) {
            throw form(name, "true or false");
        }
        return members.get(name) == Boolean.TRUE;
    }

    Optional<String> text(String name) {
        if (has(name) && !(members.get(name) instanceof String)) {
            throw form(name, "a text");
        }
        return Optional.ofNullable((String) members.get(name));
    }

    /** An object; one without fields where it is not there. */
    ForeignFields object(String name) {
        if (!has(name)) {
            return new ForeignFields(Map.of(), file, inside(name));
        }
        return of(members.get(name), name).orElseThrow(() -> form(name, "an object"));
    }

    /** The objects of a list; none where it is not there. */
    List<ForeignFields> objects(String name) {
        List<?> list = list(name);
        return IntStream.range(0, list.size())
                .mapToObj(i -> of(list.get(i), name + "[" + i + "]").orElseThrow(() -> form(name, "a list of objects")))
                .toList();
    }

    /** The texts of a list; none where it is not there. */
    List<String> texts(String name) {
        List<?> list = list(name);
        if (!list.stream().allMatch(String.class::isInstance)) {
            throw form(name, "a list of texts");
        }
        return list.stream().map(String.class::cast).toList();
    }

    private List<?> list(String name) {
        if (has(name) && !hasList(name)) {
            throw form(name, "a list");
        }
        return has(name) ? (List<?>) members.get(name) : List.of();
    }

    private Optional<ForeignFields> of(Object value, String name) {
        return value instanceof Map<?, ?> map
                ? Optional.of(new ForeignFields(withoutNull(map), file, inside(name)))
                : Optional.empty();
    }

    /** So many bytes in base64 of either alphabet, as JSON of protobuf has them. */
    Bytes base64(String name, String text, int size) {
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(text.replace('-', '+').replace('_', '/').replaceFirst("={1,2}$", ""));
            if (bytes.length == size) {
                return Bytes.of(bytes);
            }
        } catch (IllegalArgumentException other) {
            // The problem below says what it has to be.
        }
        throw form(name, size + " bytes in base64");
    }

    /** So many bytes in hexadecimal. */
    Bytes hex(String name, String text, int size) {
        if (text.length() != 2 * size || !text.matches("[0-9a-fA-F]*")) {
            throw form(name, size + " bytes in hexadecimal");
        }
        return Bytes.ofHex(text);
    }

    /** A field that is not what it has to be. */
    CloisterException form(String name, String expected) {
        return Problem.input(OwnerCodes.APPRAISAL_JSON, "a field of this policy is not what it has to be")
                .at(place(name))
                .found(has(name) ? shown(members.get(name)) : "nothing")
                .expected(expected)
                .exception();
    }

    /** A field that cannot be taken over. */
    CloisterException wrong(String name, String what, String remedy) {
        return Problem.input(OwnerCodes.APPRAISAL_JSON, what)
                .at(place(name))
                .found(name)
                .remedy(remedy)
                .exception();
    }

    private static String shown(Object value) {
        if (value instanceof Map || value instanceof List) {
            return value instanceof Map ? "an object" : "a list";
        }
        String text = value instanceof Number ? StrictJson.shown(value) : value.toString();
        return text.length() > 100 ? "a text of " + text.length() + " characters" : text;
    }

    /** Where a field is, for messages. */
    String place(String name) {
        return file + ", " + inside(name);
    }

    /** Where the object is, for messages. */
    String whole() {
        return path.isEmpty() ? file : file + ", " + path;
    }

    private String inside(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
