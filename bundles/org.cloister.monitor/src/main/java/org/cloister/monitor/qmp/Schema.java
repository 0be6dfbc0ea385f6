// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be asked and what can happen, described by itself (QEMU, qapi/introspect.json). Types have numbers for
 * names, as in QEMU: clients are to find them from commands, and not by a name that may change.
 */
final class Schema {
    private static final String FEATURES = "features";
    private static final Shape.Member MARKS = Shape.optional(FEATURES, Shape.items(Shape.TEXT));

    static final Shape SHAPE = Shape.items(new Shape.Members(
            List.of(
                    Shape.member("name", Shape.TEXT),
                    Shape.member(
                            "meta-type",
                            Shape.words("builtin", "enum", "array", "object", "alternate", "command", "event")),
                    MARKS),
            "meta-type",
            Map.of(
                    "builtin",
                    Shape.object(Shape.member(
                            "json-type",
                            Shape.words("string", "number", "int", "boolean", "null", "object", "array", "value"))),
                    "enum",
                    Shape.object(
                            Shape.member("members", Shape.items(Shape.object(Shape.member("name", Shape.TEXT), MARKS))),
                            Shape.member("values", Shape.items(Shape.TEXT)).marked(Shape.DEPRECATED)),
                    "array",
                    Shape.object(Shape.member("element-type", Shape.TEXT)),
                    "object",
                    Shape.object(
                            Shape.member(
                                    "members",
                                    Shape.items(Shape.object(
                                            Shape.member("name", Shape.TEXT),
                                            Shape.member("type", Shape.TEXT),
                                            Shape.optional("default", Shape.ANY),
                                            MARKS))),
                            Shape.optional("tag", Shape.TEXT),
                            Shape.optional(
                                    "variants",
                                    Shape.items(Shape.object(
                                            Shape.member("case", Shape.TEXT), Shape.member("type", Shape.TEXT))))),
                    "alternate",
                    Shape.object(Shape.member("members", Shape.items(Shape.object(Shape.member("type", Shape.TEXT))))),
                    "command",
                    Shape.object(
                            Shape.member("arg-type", Shape.TEXT),
                            Shape.member("ret-type", Shape.TEXT),
                            Shape.optional("allow-oob", Shape.SWITCH)),
                    "event",
                    Shape.object(Shape.member("arg-type", Shape.TEXT)))));

    private final JsonArray entries = new JsonArray();
    private final Map<Shape, String> names = new LinkedHashMap<>();

    private Schema() {}

    static JsonArray of(Collection<Command> commands, List<EventType> events) {
        Schema schema = new Schema();
        for (Command command : commands) {
            JsonObject entry = schema.entry(command.name(), "command");
            entry.addProperty("arg-type", schema.name(command.argumentShape()));
            entry.addProperty("ret-type", schema.name(command.answer()));
            mark(entry, command.features());
        }
        for (EventType event : events) {
            schema.entry(event.name(), "event").addProperty("arg-type", schema.name(event.data()));
        }
        return schema.entries;
    }

    /** Nothing where there is no mark, as in QEMU. */
    private static void mark(JsonObject marked, List<String> features) {
        if (!features.isEmpty()) {
            JsonArray words = new JsonArray();
            features.forEach(words::add);
            marked.add(FEATURES, words);
        }
    }

    private JsonObject entry(String name, String kind) {
        JsonObject entry = new JsonObject();
        entry.addProperty("name", name);
        entry.addProperty("meta-type", kind);
        entries.add(entry);
        return entry;
    }

    private String name(Shape shape) {
        String known = names.get(shape);
        if (known != null) {
            return known;
        }
        String name = fresh(shape);
        names.put(shape, name);
        describe(shape, name);
        return name;
    }

    private String fresh(Shape shape) {
        if (shape instanceof Shape.Plain plain) {
            return plain.name();
        }
        return shape instanceof Shape.Items items ? "[" + name(items.each()) + "]" : Integer.toString(names.size());
    }

    private void describe(Shape shape, String name) {
        if (shape instanceof Shape.Plain plain) {
            entry(name, "builtin").addProperty("json-type", plain.json());
        } else if (shape instanceof Shape.Items items) {
            entry(name, "array").addProperty("element-type", name(items.each()));
        } else if (shape instanceof Shape.Words words) {
            words(entry(name, "enum"), words);
        } else if (shape instanceof Shape.Members object) {
            object(entry(name, "object"), object);
        }
    }

    private static void words(JsonObject entry, Shape.Words words) {
        JsonArray members = new JsonArray();
        JsonArray values = new JsonArray();
        for (String word : words.words()) {
            JsonObject member = new JsonObject();
            member.addProperty("name", word);
            members.add(member);
            values.add(word);
        }
        entry.add("members", members);
        entry.add("values", values);
    }

    private void object(JsonObject entry, Shape.Members object) {
        JsonArray members = new JsonArray();
        for (Shape.Member member : object.members()) {
            JsonObject json = new JsonObject();
            json.addProperty("name", member.name());
            json.addProperty("type", name(member.shape()));
            if (member.optional()) {
                json.add("default", JsonNull.INSTANCE);
            }
            mark(json, member.features());
            members.add(json);
        }
        entry.add("members", members);
        if (!object.tag().isEmpty()) {
            entry.addProperty("tag", object.tag());
            JsonArray variants = new JsonArray();
            object.variants().forEach((word, added) -> {
                JsonObject variant = new JsonObject();
                variant.addProperty("case", word);
                variant.addProperty("type", name(added));
                variants.add(variant);
            });
            entry.add("variants", variants);
        }
    }
}
