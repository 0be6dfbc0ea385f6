// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;

/** What is in a file as JSON. */
public final class StructureJson {
    private StructureJson() {}

    /**
     * A file.
     *
     * @param kind the name of its kind
     * @param encoding {@code binary} or {@code base64}
     */
    public static JsonObject of(String kind, String encoding, Structure structure) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind);
        json.addProperty("encoding", encoding);
        json.add("structure", structure(structure));
        return json;
    }

    private static JsonObject structure(Structure structure) {
        JsonObject json = new JsonObject();
        json.addProperty("title", structure.kind());
        json.add("fields", Json.array(structure.fields(), StructureJson::field));
        json.add("parts", Json.array(structure.parts(), StructureJson::structure));
        return json;
    }

    private static JsonObject field(Field field) {
        JsonObject json = new JsonObject();
        json.addProperty("name", field.name());
        json.addProperty("offset", field.offset());
        json.addProperty("size", field.size());
        json.addProperty("value", field.value());
        json.addProperty("meaning", field.meaning());
        return json;
    }
}
