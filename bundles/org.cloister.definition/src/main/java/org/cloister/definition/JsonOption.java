// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.cloister.api.OnOff;
import org.cloister.api.Problem;

/**
 * An option of QEMU's as JSON: one object with text, whole numbers and switches, which is how libvirt hands objects
 * over (QEMU, qemu-options.hx, "-object"). Strict: whatever is not needed for that is refused.
 */
final class JsonOption {
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,19})");

    private final String where;
    private final JsonReader in;

    private JsonOption(String where, JsonReader in) {
        this.where = where;
        this.in = in;
    }

    /**
     * The values of an object by key, in their order, as they would stand behind {@code key=}.
     *
     * @throws org.cloister.api.CloisterException {@code qemu.json} with the path of what is wrong, {@code qemu.twice}
     */
    static Map<String, String> parse(String where, String text) {
        JsonReader in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        JsonOption option = new JsonOption(where, in);
        try {
            return option.object();
        } catch (IOException malformed) {
            throw option.wrong("text that is not JSON").exception(malformed);
        }
    }

    private Map<String, String> object() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            String key = in.nextName();
            if (values.put(key, value()) != null) {
                throw Problem.input(DefinitionCodes.QEMU_TWICE, "a key is given twice")
                        .at(where)
                        .found(key)
                        .expected("each key once")
                        .remedy("leave one of them out")
                        .exception();
            }
        }
        in.endObject();
        // Strict, it throws for what follows the object
        in.peek();
        return values;
    }

    private String value() throws IOException {
        JsonToken kind = in.peek();
        return switch (kind) {
            case BOOLEAN -> OnOff.text(in.nextBoolean());
            case STRING -> printable(in.nextString());
            case NUMBER -> whole(in.nextString());
            default ->
                throw wrong(kind.name().replace("BEGIN_", "").toLowerCase(Locale.ROOT))
                        .exception();
        };
    }

    private String printable(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("a control character").exception();
        }
        return text;
    }

    private String whole(String number) {
        if (!WHOLE.matcher(number).matches()) {
            throw wrong(number).exception();
        }
        return number;
    }

    private Problem wrong(String found) {
        return Problem.input(DefinitionCodes.QEMU_JSON, "this JSON is none that is read here")
                .at(where + ", " + in.getPath())
                .found(found)
                .expected("one object with text, whole numbers, true and false")
                .remedy("write the object as QEMU's type,key=value,… or as such JSON");
    }
}
