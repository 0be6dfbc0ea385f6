// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.Objects;
import org.cloister.api.Problem;

/** What ended a command, as JSON: the same keys always, with empty text where there is nothing to say. */
public final class ErrorJson {
    private ErrorJson() {}

    /** A problem. */
    public static JsonObject of(Problem problem) {
        String place = problem.where() == null ? "" : problem.where() + ": ";
        return of(problem.code(), place + problem.what(), problem.found(), problem.expected(), problem.remedy());
    }

    /** Anything else, which has a code and a text only. */
    public static JsonObject of(String code, String message) {
        return of(code, message, "", "", "");
    }

    private static JsonObject of(String code, String message, String found, String expected, String remedy) {
        JsonObject error = new JsonObject();
        error.addProperty("code", code);
        error.addProperty("message", message);
        error.addProperty("found", Objects.requireNonNullElse(found, ""));
        error.addProperty("expected", Objects.requireNonNullElse(expected, ""));
        error.addProperty("remedy", Objects.requireNonNullElse(remedy, ""));
        JsonObject json = new JsonObject();
        json.add("error", error);
        return json;
    }
}
