// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.kit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.KitBundle;
import org.cloister.cli.report.KitCheck;

/** What a process that tests a bundle says, line by line. */
final class KitLines {
    private final String file;
    private final Map<String, KitCheck> checks = new LinkedHashMap<>();
    private final List<String> provides = new ArrayList<>();
    private String name;
    private String version;
    private String begun;
    private boolean done;

    KitLines(String file) {
        this.file = file;
    }

    /** Takes one line; whether it was one of the kit's. Java itself writes there too when its memory is full. */
    boolean take(String line) {
        try {
            take(JsonParser.parseString(line).getAsJsonObject());
            return true;
        } catch (JsonParseException | IllegalStateException e) {
            return false;
        }
    }

    private void take(JsonObject json) {
        if (json.has("bundle")) {
            name = text(json, "name");
            version = text(json, "version");
        } else if (json.has("refused")) {
            throw VendorBundle.noBundle(file, text(json, "refused")).exception();
        } else if (json.has("unknown")) {
            throw Problem.input(CliCodes.TCK_CHECK, "there is no check of this name")
                    .at("--only")
                    .found(text(json, "unknown"))
                    .remedy("take one of docs/tck.md; without --only all names are printed")
                    .exception();
        } else if (json.has("provides")) {
            for (JsonElement one : json.getAsJsonArray("provides")) {
                provides.add(one.getAsString());
            }
        } else if (json.has("done")) {
            done = true;
        } else {
            check(json);
        }
    }

    private void check(JsonObject json) {
        begun = json.has("begun") ? text(json, "name") : null;
        String status = json.has("status") ? text(json, "status") : KitCheck.NOT_PERFORMED;
        String seen = json.has("seen") ? text(json, "seen") : "";
        if (begun != null) {
            // In the order in which they are performed, and not that in which they were announced
            checks.remove(begun);
        }
        checks.put(
                text(json, "name"),
                new KitCheck(text(json, "name"), text(json, "method"), text(json, "rule"), status, seen));
    }

    /** Whether everything was said. */
    boolean isDone() {
        return done;
    }

    /** What was tested; empty when the process ended before it knew the bundle. */
    Optional<KitBundle> bundle() {
        return Optional.ofNullable(name)
                .map(known -> new KitBundle(file, known, version, provides, List.copyOf(checks.values())));
    }

    /** Blames what was going on for the end of the process, and that for what was to come. */
    void ended(String how) {
        String guilty = begun == null ? checks.keySet().stream().findFirst().orElse("") : begun;
        Map<String, KitCheck> open = new LinkedHashMap<>();
        checks.forEach((check, known) -> {
            if (known.status().equals(KitCheck.NOT_PERFORMED) && known.seen().isEmpty()) {
                open.put(check, known.ended(KitCheck.NOT_PERFORMED, guilty + " failed"));
            }
        });
        KitCheck blamed = checks.get(guilty);
        checks.keySet().removeAll(open.keySet());
        if (blamed != null) {
            checks.put(guilty, blamed.ended(KitCheck.FAILED, how));
        }
        open.remove(guilty);
        checks.putAll(open);
    }

    private static String text(JsonObject json, String field) {
        JsonElement value = json.get(field);
        if (value == null || !value.isJsonPrimitive()) {
            throw new JsonParseException("no text " + field);
        }
        return value.getAsString();
    }
}
