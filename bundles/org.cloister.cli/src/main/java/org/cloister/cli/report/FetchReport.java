// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.cloister.owner.fetch.Fetched;

/** What came of requests for certificates. */
public final class FetchReport {
    private FetchReport() {}

    /** What could not be obtained, or not as it should be, a line each. */
    public static List<String> notes(List<Fetched> all) {
        return all.stream()
                .filter(one -> !one.note().isEmpty())
                .map(FetchReport::note)
                .toList();
    }

    private static String note(Fetched one) {
        return (one.found() ? "note: kept " : "not to be had: ") + one.request().address() + ": "
                + Printable.of(one.note())
                + again(one).map(when -> "; try again at " + when).orElse("");
    }

    /** All of them, in lines. */
    public static List<String> lines(List<Fetched> all) {
        Table rows = new Table("");
        all.forEach(one -> rows.row(
                source(one),
                one.found() ? one.content().length() + " bytes" : "",
                one.request().address()));
        return rows.lines();
    }

    /**
     * All of them.
     *
     * @param obstacles what could not be asked for, and why
     */
    public static JsonObject json(Optional<String> folder, List<Fetched> all, List<String> obstacles) {
        JsonObject json = new JsonObject();
        folder.ifPresent(name -> json.addProperty("folder", name));
        json.add("fetched", json(all));
        json.add("obstacles", Json.array(obstacles, JsonPrimitive::new));
        return json;
    }

    /** All of them. */
    public static JsonArray json(List<Fetched> all) {
        return Json.array(all, FetchReport::json);
    }

    private static JsonObject json(Fetched one) {
        JsonObject json = new JsonObject();
        json.addProperty("address", one.request().address());
        json.addProperty("source", source(one));
        if (one.found()) {
            json.addProperty("file", one.fileName());
        }
        if (!one.note().isEmpty()) {
            json.addProperty("note", one.note());
        }
        again(one).ifPresent(when -> json.addProperty("again", when.toString()));
        return json;
    }

    private static Optional<Instant> again(Fetched one) {
        return one.again().map(when -> when.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    }

    private static String source(Fetched one) {
        return Json.word(one.source());
    }
}
