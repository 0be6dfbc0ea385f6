// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;

/** The arguments of one call, checked against the command's parameters. */
public final class Arguments {
    private final JsonObject values;

    private Arguments(JsonObject values) {
        this.values = values;
    }

    /** In the order of QEMU's checks: the parameters one by one, then what is not a parameter. */
    static Arguments of(JsonObject values, List<Parameter> parameters) {
        parameters.forEach(parameter -> parameter.check(values));
        for (String name : values.keySet()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                throw ErrorClass.GENERIC.error("Parameter '" + name + "' is unexpected");
            }
        }
        return new Arguments(values);
    }

    /** A required text. */
    public String text(String name) {
        return values.get(name).getAsString();
    }

    /** A required whole number, the low 64 bits of it. */
    public long number(String name) {
        return values.get(name).getAsBigInteger().longValue();
    }

    /** An optional whole number. */
    public OptionalLong optionalNumber(String name) {
        return values.has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    /** An optional array. */
    public Optional<List<JsonElement>> optionalItems(String name) {
        return Optional.ofNullable(values.getAsJsonArray(name)).map(array -> array.asList());
    }

    /** The bytes that a required text stands for. Line breaks in it do not count: files of base64 have them. */
    public Bytes base64(String name) {
        try {
            return Base64Text.decode(text(name), Base64Text.Strictness.LINES);
        } catch (IllegalArgumentException e) {
            throw ErrorClass.GENERIC.error("Parameter '" + name + "' expects base64");
        }
    }
}
