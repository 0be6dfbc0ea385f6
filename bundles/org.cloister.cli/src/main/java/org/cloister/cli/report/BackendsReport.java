// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.operate.BackendFile;
import org.cloister.api.operate.BackendInfo;

/**
 * The backends of a platform.
 *
 * @param backends in the order of the output
 */
public record BackendsReport(List<BackendInfo> backends) {

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("backends", Json.array(backends, BackendsReport::backend));
        return json;
    }

    static JsonObject backend(BackendInfo backend) {
        JsonObject json = new JsonObject();
        json.addProperty("type", backend.type().name());
        json.addProperty("name", backend.name());
        json.addProperty("version", backend.version());
        json.addProperty("bundle", backend.bundle());
        json.addProperty("ranking", backend.ranking());
        json.addProperty("role", Json.word(backend.role()));
        json.addProperty("schema", backend.schema());
        json.addProperty("calls", backend.calls());
        JsonArray guests = new JsonArray();
        backend.guests().forEach(guests::add);
        json.add("guests", guests);
        backend.file().ifPresent(file -> {
            json.addProperty("sha256", file.sha256());
            json.add("signers", Json.array(file.signers(), BackendsReport::signer));
        });
        return json;
    }

    private static JsonObject signer(BackendFile.Signer signer) {
        JsonObject json = new JsonObject();
        json.addProperty("subject", signer.subject());
        json.addProperty("sha256", signer.sha256());
        return json;
    }

    /** For people, in lines. */
    public List<String> text() {
        Table table = new Table("").row("TYPE", "NAME", "VERSION", "BUNDLE", "RANKING", "ROLE", "CALLS", "GUESTS");
        backends.forEach(backend -> table.row(
                backend.type().name(),
                backend.name(),
                backend.version(),
                Long.toString(backend.bundle()),
                Integer.toString(backend.ranking()),
                Json.word(backend.role()),
                Integer.toString(backend.calls()),
                String.join(" ", backend.guests())));
        List<String> lines = new ArrayList<>(table.lines());
        backends.forEach(backend ->
                backend.file().ifPresent(file -> lines.add("bundle " + backend.bundle() + " was swapped in: " + file)));
        return lines;
    }
}
