// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.EvidenceFormat;

/**
 * What evidence says of itself, read by the format that it names.
 *
 * @param format its name; empty where the evidence does not say it
 * @param claims what it says, not verified; empty where nothing reads the format
 * @param unread why it was not read, where something reads the format
 */
public record ClaimedEvidence(String format, Map<String, String> claims, Optional<String> unread) {
    /** What something that reads AMD's reports says better. */
    public static ClaimedEvidence ofReport(Evidence evidence) {
        return new ClaimedEvidence(evidence.format(), Map.of(), Optional.empty());
    }

    /**
     * Reads evidence by the name of its format.
     *
     * @param readers by ascending ranking
     */
    public static ClaimedEvidence of(Evidence evidence, List<EvidenceFormat> readers) {
        EvidenceFormat reader = null;
        for (EvidenceFormat one : readers) {
            if (!evidence.format().isEmpty() && evidence.format().equals(one.name())) {
                reader = one;
            }
        }
        if (reader == null) {
            return ofReport(evidence);
        }
        try {
            Map<String, String> claims = new LinkedHashMap<>(reader.claims(evidence));
            return new ClaimedEvidence(evidence.format(), claims, Optional.empty());
        } catch (RuntimeException | LinkageError damaged) {
            return new ClaimedEvidence(evidence.format(), Map.of(), Optional.of(String.valueOf(damaged.getMessage())));
        }
    }

    void json(JsonObject json) {
        if (!format.isEmpty()) {
            json.addProperty("format", format);
        }
        if (!claims.isEmpty()) {
            json.add("claims", Json.object(claims));
        }
        unread.ifPresent(why -> json.addProperty("unread", why));
    }

    /** How the layout is called in a sentence. */
    String layout() {
        return format.isEmpty() ? "in the layout of its type" : "of format " + format;
    }

    void rows(Table table) {
        claims.forEach(table::row);
        unread.ifPresent(why -> table.row("", "not read: " + why));
    }
}
