// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The notation that all JSON documents of the commands share. Addresses and masks are hexadecimal text, sizes and
 * counts numbers.
 */
public final class Json {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    /** A document as text over several lines, without a line break at its end. */
    public static String text(JsonElement document) {
        return GSON.toJson(document);
    }

    /** A document as text in one line. */
    public static String line(JsonElement document) {
        return LINE.toJson(document);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <T> JsonArray array(Collection<T> items, Function<T, JsonElement> form) {
        JsonArray array = new JsonArray(items.size());
        items.forEach(item -> array.add(form.apply(item)));
        return array;
    }

    static JsonObject object(Map<String, String> entries) {
        JsonObject object = new JsonObject();
        entries.forEach(object::addProperty);
        return object;
    }
}
