// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Set;

/** The shape of a JSON document. */
public final class JsonKeys {
    private JsonKeys() {}

    public static JsonObject document(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    public static Set<String> of(JsonElement element) {
        return element.getAsJsonObject().keySet();
    }

    /** The keys of an array's first element. */
    public static Set<String> ofFirst(JsonElement array) {
        return of(array.getAsJsonArray().get(0));
    }
}
