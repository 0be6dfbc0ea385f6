// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.SwapReport;

/**
 * How a swap went.
 *
 * @param report the report
 */
public record SwapResult(SwapReport report) {

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("from", report.from().map(BackendsReport::backend).orElse(null));
        json.add("to", BackendsReport.backend(report.to()));
        json.addProperty("pinned", report.pinned());
        json.add("steps", Json.array(report.steps(), LaunchJson::step));
        JsonArray notes = new JsonArray();
        report.notes().forEach(notes::add);
        json.add("notes", notes);
        return json;
    }

    /** For people, in lines. */
    public List<String> text() {
        Table table = new Table("")
                .row("type", report.to().type().name())
                .row("from", report.from().map(this::before).orElse("none"))
                .row("to", name(report.to()));
        report.to().file().ifPresent(file -> table.row("file", file.toString()));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("steps");
        lines.addAll(steps().lines());
        return lines;
    }

    private String before(BackendInfo old) {
        return name(old)
                + (report.pinned() ? ", pinned: stays for guests that the new one does not adopt" : ", removed");
    }

    private static String name(BackendInfo backend) {
        return backend.name() + " " + backend.version() + ", bundle " + backend.bundle();
    }

    private Table steps() {
        Table table = new Table("  ");
        report.steps()
                .forEach(step -> table.row(step.name(), String.format(Locale.ROOT, "%.1f ms", step.micros() / 1000.0)));
        return table;
    }
}
