// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.operate.BackendFile;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.VendorFault;

/**
 * The backends of a platform.
 *
 * @param backends in the order of the output
 * @param faults of vendors' bundles, oldest first
 */
public record BackendsReport(List<BackendInfo> backends, List<VendorFault> faults) {

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("backends", Json.array(backends, BackendsReport::backend));
        json.add("stuck", Json.array(stuck().toList(), BackendsReport::stuck));
        return json;
    }

    private Stream<VendorFault> stuck() {
        return faults.stream().filter(fault -> fault.kind() == VendorFault.Kind.STUCK);
    }

    private static JsonObject stuck(VendorFault fault) {
        JsonObject json = new JsonObject();
        json.addProperty("call", fault.what());
        json.addProperty("since", fault.since().toString());
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
        backend.failed().ifPresent(failure -> json.addProperty("failed", failure));
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
        backends.forEach(backend ->
                backend.failed().ifPresent(failure -> lines.add("bundle " + backend.bundle() + " failed: " + failure)));
        stuck().forEach(fault -> lines.add("stuck: " + fault.what()));
        return lines;
    }
}
