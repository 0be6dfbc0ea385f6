// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Holds what the commands of a guest's owner answer as JSON against the schema that is published. */
public final class OwnersAnswers {
    /** Tests run in the folder of their bundle. */
    public static final JsonSchema SCHEMA = JsonSchema.read(Path.of("..", "..", "docs", "schema", "owner.schema.json"));

    private static final Set<String> ALONE = Set.of("measure", "show");
    private static final Set<String> GROUPS = Set.of("verify", "certs", "id-block", "session", "secret");

    private OwnersAnswers() {}

    /** Fails where a call of one of these commands asked for JSON and got something else, or more, or less. */
    static void require(String[] words, String out) {
        Optional<String> definition = definition(words);
        if (definition.isEmpty()) {
            return;
        }
        List<JsonElement> documents = new ArrayList<>();
        new JsonStreamParser(out).forEachRemaining(documents::add);
        List<String> violations = new ArrayList<>();
        for (JsonElement document : documents) {
            violations.addAll(violations(definition.get(), document));
        }
        boolean many = documents.stream().anyMatch(one -> one.getAsJsonObject().has("id"));
        boolean lines = many || definition.get().equals("ear");
        if (documents.size() != 1 && !lines) {
            violations.add("there are " + documents.size() + " documents");
        }
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    String.join(" ", words) + ": not as in the schema: " + String.join("\n", violations) + "\n" + out);
        }
    }

    private static List<String> violations(String definition, JsonElement document) {
        JsonObject object = document.getAsJsonObject();
        boolean error = object.has("error") && !object.has("id");
        List<String> violations = SCHEMA.violations(error ? "error" : definition, document);
        return violations.isEmpty() ? SCHEMA.violations(document) : violations;
    }

    /** The definition of a call's answer; empty where no schema is known. */
    private static Optional<String> definition(String... words) {
        List<String> all = Arrays.asList(words);
        if (all.isEmpty() || all.contains("--help") || all.contains("-h")) {
            return Optional.empty();
        }
        Optional<String> command = GROUPS.contains(all.get(0)) && all.size() > 1
                ? Optional.of(all.get(0) + "-" + all.get(1))
                : Optional.of(all.get(0)).filter(ALONE::contains);
        return command.flatMap(name -> form(all).map(form -> form.equals("ear") ? form : name));
    }

    private static Optional<String> form(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String before = words.get(i - 1);
            String word = words.get(i).toLowerCase(Locale.ROOT);
            boolean value = before.equals("-o") || before.equals("--output");
            String form = value ? word : word.replaceFirst("^(--output=|-o=?)", "=");
            for (String known : List.of("json", "ear")) {
                if (form.equals(value ? known : "=" + known)) {
                    return Optional.of(known);
                }
            }
        }
        return Optional.empty();
    }
}
