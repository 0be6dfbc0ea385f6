// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.platform.Executor;

/**
 * The result of a guest's execution. Immutable.
 *
 * @param ended {@code none} for a guest that was not run, else how it ended
 * @param detail why, in a sentence; empty when there is nothing to add
 * @param console what the guest wrote, where that was kept for the report
 */
public record ExecutionReport(String ended, String detail, Optional<String> console) {
    /** Of a guest that nobody asked to be run. */
    public static final ExecutionReport NOT_ASKED = new ExecutionReport("none", "", Optional.empty());

    /** Checks that all parts are there. */
    public ExecutionReport {
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(console, "console");
    }

    /** Of a guest that cannot be run here. */
    public static ExecutionReport impossible(String reason) {
        return new ExecutionReport("none", reason, Optional.empty());
    }

    /** Of a run that goes on. */
    public static ExecutionReport going() {
        return new ExecutionReport("running", "", Optional.empty());
    }

    /** Of a run that ended. */
    public static ExecutionReport of(Executor.End end, Optional<String> console) {
        return new ExecutionReport(Json.word(end.reason()), end.detail(), console);
    }

    String text() {
        return detail.isEmpty() ? ended : ended + ": " + detail;
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("ended", ended);
        json.addProperty("detail", detail);
        console.ifPresent(text -> json.addProperty("console", text));
        return json;
    }
}
