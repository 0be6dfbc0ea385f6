// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.cloister.api.Problem;

/**
 * Reads a JSON object (RFC 8259) strictly: no key twice, nothing behind it, within limits of depth and count. Values
 * are maps, lists, strings, booleans, unsigned {@link Long}s where they are whole numbers of 64 bits, else doubles, and
 * empty optionals for null. For one thread.
 */
public final class StrictJson {
    private static final int DEEPEST = 16;
    private static final int MOST_VALUES = 200_000;
    /** Doubles below are exact where they are whole. */
    private static final double MOST_EXACT = 1L << 53;

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,20}");

    private final JsonReader in;
    private final String where;
    private int values;

    private StrictJson(String text, String where) {
        this.in = new JsonReader(new StringReader(text));
        this.where = where;
        in.setStrictness(Strictness.STRICT);
    }

    /**
     * The members of an object.
     *
     * @param where the file, for messages
     * @throws org.cloister.api.CloisterException {@code evidence.broken}
     */
    public static Map<String, Object> object(String text, String where) {
        StrictJson reader = new StrictJson(text, where);
        try {
            Map<String, Object> object = reader.object(1);
            if (reader.in.peek() != JsonToken.END_DOCUMENT) {
                throw reader.wrong("there is something behind it");
            }
            return object;
        } catch (IOException | IllegalStateException | NumberFormatException broken) {
            throw reader.wrong("it is cut off or is no JSON, near " + reader.in.getPath());
        }
    }

    private Map<String, Object> object(int depth) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            String key = in.nextName();
            if (members.putIfAbsent(key, value(depth)) != null) {
                throw wrong("a key is there twice: " + in.getPath());
            }
        }
        in.endObject();
        return members;
    }

    private List<Object> array(int depth) throws IOException {
        List<Object> elements = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            elements.add(value(depth));
        }
        in.endArray();
        return elements;
    }

    private Object value(int depth) throws IOException {
        if (depth == DEEPEST || ++values > MOST_VALUES) {
            throw wrong("it is deeper or has more values than is read");
        }
        return switch (in.peek()) {
            case BEGIN_OBJECT -> object(depth + 1);
            case BEGIN_ARRAY -> array(depth + 1);
            case STRING -> in.nextString();
            case NUMBER -> number(in.nextString());
            case BOOLEAN -> in.nextBoolean();
            default -> {
                in.nextNull();
                yield Optional.empty();
            }
        };
    }

    private static Object number(String digits) {
        OptionalLong whole = WHOLE.matcher(digits).matches() ? unsigned(digits) : OptionalLong.empty();
        return whole.isPresent() ? (Object) whole.getAsLong() : (Object) Double.valueOf(digits);
    }

    /** A value that was read as a number, as people write it. */
    public static String shown(Object number) {
        if (number instanceof Double value && value == Math.rint(value) && Math.abs(value) < MOST_EXACT) {
            return Long.toString(value.longValue());
        }
        return number instanceof Long whole ? Long.toUnsignedString(whole) : number.toString();
    }

    private static OptionalLong unsigned(String digits) {
        try {
            return OptionalLong.of(Long.parseUnsignedLong(digits));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    private RuntimeException wrong(String what) {
        return Problem.input(EvidenceCodes.EVIDENCE_BROKEN, "this JSON cannot be read: " + what)
                .at(where)
                .exception();
    }
}
