// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JSON schema (draft 2020-12) of which documents are instances or not. It knows the keywords that the project's own
 * schema has; any other is a fault, as it would say something that nobody looks at.
 */
public final class JsonSchema {
    private static final String DEFINITION = "#/$defs/";
    private static final Set<String> WORDS = Set.of("$schema", "$comment", "$defs", "title", "description");

    private final JsonObject root;

    private JsonSchema(JsonObject root) {
        this.root = root;
    }

    /** The schema in a file. */
    public static JsonSchema read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonSchema of(String text) {
        return new JsonSchema(JsonParser.parseString(text).getAsJsonObject());
    }

    /** The names of its definitions. */
    public Set<String> definitions() {
        return root.getAsJsonObject("$defs").keySet();
    }

    /** What keeps a document from being an instance of the whole schema. */
    public List<String> violations(JsonElement document) {
        return violations(root, document, "$");
    }

    /** What keeps a document from being an instance of one definition. */
    public List<String> violations(String definition, JsonElement document) {
        return violations(definition(definition), document, "$");
    }

    private JsonObject definition(String name) {
        JsonElement found = root.getAsJsonObject("$defs").get(name);
        if (found == null) {
            throw new IllegalStateException("the schema has no definition " + name);
        }
        return found.getAsJsonObject();
    }

    private List<String> violations(JsonObject schema, JsonElement value, String at) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonElement> rule : schema.entrySet()) {
            found.addAll(violations(rule.getKey(), rule.getValue(), schema, value, at));
        }
        return found;
    }

    private List<String> violations(String keyword, JsonElement rule, JsonObject schema, JsonElement value, String at) {
        return switch (keyword) {
            case "$ref" -> violations(definition(rule.getAsString().substring(DEFINITION.length())), value, at);
            case "type" -> one(is(rule.getAsString(), value), at + ": " + value + " is no " + rule.getAsString());
            case "enum" -> one(rule.getAsJsonArray().contains(value), at + ": " + value + " is none of " + rule);
            case "pattern" -> one(!isText(value) || matches(rule, value), at + ": " + value + " is not " + rule);
            case "required" -> required(rule.getAsJsonArray(), value, at);
            case "properties" -> properties(rule.getAsJsonObject(), value, at);
            case "additionalProperties" -> others(rule, schema, value, at);
            case "items" -> items(rule.getAsJsonObject(), value, at);
            case "minItems" -> one(hasItems(rule.getAsInt(), value), at + ": fewer than " + rule + " items");
            case "anyOf" -> anyOf(rule.getAsJsonArray(), value, at);
            default -> one(WORDS.contains(keyword), "the schema's keyword " + keyword + " is not known here");
        };
    }

    private static List<String> one(boolean right, String violation) {
        return right ? List.of() : List.of(violation);
    }

    private static boolean is(String type, JsonElement value) {
        return switch (type) {
            case "object" -> value.isJsonObject();
            case "array" -> value.isJsonArray();
            case "string" -> isText(value);
            case "boolean" ->
                value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
            case "integer" ->
                value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                        && value.getAsString().matches("-?[0-9]+");
            default -> throw new IllegalStateException("the schema's type " + type + " is not known here");
        };
    }

    private static boolean hasItems(int least, JsonElement value) {
        return !value.isJsonArray() || value.getAsJsonArray().size() >= least;
    }

    private static boolean isText(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    private static boolean matches(JsonElement pattern, JsonElement text) {
        return Pattern.compile(pattern.getAsString())
                .matcher(text.getAsString())
                .find();
    }

    private static List<String> required(JsonArray names, JsonElement value, String at) {
        List<String> missing = new ArrayList<>();
        for (JsonElement name : names) {
            if (value.isJsonObject() && !value.getAsJsonObject().has(name.getAsString())) {
                missing.add(at + ": there is no " + name.getAsString());
            }
        }
        return missing;
    }

    private List<String> properties(JsonObject rules, JsonElement value, String at) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonElement> rule : rules.entrySet()) {
            String name = rule.getKey();
            if (value.isJsonObject() && value.getAsJsonObject().has(name)) {
                JsonElement member = value.getAsJsonObject().get(name);
                found.addAll(violations(rule.getValue().getAsJsonObject(), member, at + "." + name));
            }
        }
        return found;
    }

    private List<String> others(JsonElement rule, JsonObject schema, JsonElement value, String at) {
        List<String> found = new ArrayList<>();
        if (value.isJsonObject()) {
            Set<String> known = schema.has("properties")
                    ? schema.getAsJsonObject("properties").keySet()
                    : Set.of();
            for (Map.Entry<String, JsonElement> member : value.getAsJsonObject().entrySet()) {
                String place = at + "." + member.getKey();
                if (!known.contains(member.getKey())) {
                    found.addAll(
                            rule.isJsonObject()
                                    ? violations(rule.getAsJsonObject(), member.getValue(), place)
                                    : one(rule.getAsBoolean(), place + ": this key is not in the schema"));
                }
            }
        }
        return found;
    }

    private List<String> items(JsonObject rule, JsonElement value, String at) {
        List<String> found = new ArrayList<>();
        for (int i = 0; value.isJsonArray() && i < value.getAsJsonArray().size(); i++) {
            found.addAll(violations(rule, value.getAsJsonArray().get(i), at + "[" + i + "]"));
        }
        return found;
    }

    private List<String> anyOf(JsonArray rules, JsonElement value, String at) {
        List<String> found = new ArrayList<>();
        for (JsonElement rule : rules) {
            List<String> violations = violations(rule.getAsJsonObject(), value, at);
            if (violations.isEmpty()) {
                return List.of();
            }
            found.add("none of some: " + violations);
        }
        return found;
    }
}
