// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.cloister.api.host.Check;
import org.cloister.api.host.Verdict;

/** What a host can do, as JSON. */
public final class ProbeJson {
    private ProbeJson() {}

    /**
     * The verdicts.
     *
     * @param origin which host
     */
    public static JsonObject of(String origin, List<Verdict> verdicts) {
        JsonObject json = new JsonObject();
        json.addProperty("host", origin);
        json.add("types", Json.array(verdicts, ProbeJson::verdict));
        return json;
    }

    private static JsonElement verdict(Verdict verdict) {
        JsonObject json = new JsonObject();
        json.addProperty("type", verdict.type().name());
        json.addProperty("launchable", verdict.launchable());
        verdict.obstacle().ifPresent(check -> json.addProperty("obstacle", check.category() + ": " + check.name()));
        json.add("checks", Json.array(verdict.checks(), ProbeJson::check));
        return json;
    }

    private static JsonElement check(Check check) {
        JsonObject json = new JsonObject();
        json.addProperty("category", check.category());
        json.addProperty("name", check.name());
        json.addProperty("required", check.required());
        json.addProperty("status", Json.word(check.status()));
        json.addProperty("cause", Json.word(check.cause()));
        json.addProperty("seen", check.seen());
        json.addProperty("hint", check.hint());
        return json;
    }
}
