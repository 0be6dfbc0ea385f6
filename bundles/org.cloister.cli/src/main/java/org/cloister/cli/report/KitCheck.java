// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;

/**
 * One check of a vendor's bundle.
 *
 * @param name the check's
 * @param method what the rule is about
 * @param rule a sentence
 * @param status {@code passed}, {@code failed}, {@code not-performed} or {@code not-applicable}
 * @param seen what was seen
 */
public record KitCheck(String name, String method, String rule, String status, String seen) {
    /** Breaks the rule. */
    public static final String FAILED = "failed";
    /** Something else kept it from being checked. */
    public static final String NOT_PERFORMED = "not-performed";

    /** The same check with another end. */
    public KitCheck ended(String otherStatus, String otherSeen) {
        return new KitCheck(name, method, rule, otherStatus, otherSeen);
    }

    /** Whether the rule is kept, or about something that was not brought. */
    boolean good() {
        return !status.equals(FAILED) && !status.equals(NOT_PERFORMED);
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("method", method);
        json.addProperty("rule", rule);
        json.addProperty("status", status);
        json.addProperty("seen", seen);
        return json;
    }
}
