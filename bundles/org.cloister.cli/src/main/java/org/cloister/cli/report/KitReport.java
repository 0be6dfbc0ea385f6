// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What testing vendors' bundles came to.
 *
 * @param bundles in the order in which they were given
 */
public record KitReport(List<KitBundle> bundles) {
    /** Whether each bundle keeps every rule that applies to it. */
    public boolean passed() {
        return bundles.stream().allMatch(KitBundle::good);
    }

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", verdict());
        json.add("bundles", Json.array(bundles, KitBundle::json));
        return json;
    }

    /** For people, in lines. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        bundles.forEach(bundle -> lines.addAll(bundle.text()));
        lines.add(verdict());
        return lines;
    }

    private String verdict() {
        return passed() ? "pass" : "fail";
    }
}
