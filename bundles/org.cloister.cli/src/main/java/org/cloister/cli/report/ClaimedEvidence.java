// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.Evidence;
import org.cloister.cli.guard.AskedEvidenceFormat;
import org.cloister.cli.guard.VendorQuestion;

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
     * @param readers the highest ranking first
     * @param passedOver gets why one of them does not say what it reads
     */
    public static ClaimedEvidence of(
            Evidence evidence, List<AskedEvidenceFormat> readers, Consumer<CloisterException> passedOver) {
        if (evidence.format().isEmpty()) {
            return ofReport(evidence);
        }
        return VendorQuestion.answers(readers, AskedEvidenceFormat::name, passedOver).entrySet().stream()
                .filter(answer -> answer.getValue().equals(evidence.format()))
                .findFirst()
                .map(answer -> read(evidence, answer.getKey()))
                .orElseGet(() -> ofReport(evidence));
    }

    private static ClaimedEvidence read(Evidence evidence, AskedEvidenceFormat reader) {
        try {
            return new ClaimedEvidence(
                    evidence.format(), reader.claims(evidence).answer(), Optional.empty());
        } catch (CloisterException damaged) {
            return new ClaimedEvidence(
                    evidence.format(), Map.of(), Optional.of(damaged.problem().message()));
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
