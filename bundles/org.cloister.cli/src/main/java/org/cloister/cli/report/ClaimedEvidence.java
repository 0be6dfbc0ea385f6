// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
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
     * Reads evidence by the name of its format. Readers are foreign code: it runs in a thread of its own, which is left
     * behind when it does not come back.
     *
     * @param readers by ascending ranking
     * @param limit how long that may take
     */
    public static ClaimedEvidence of(Evidence evidence, List<EvidenceFormat> readers, Duration limit) {
        FutureTask<ClaimedEvidence> reading = new FutureTask<>(() -> read(evidence, readers));
        Thread thread = new Thread(reading, "claims of " + evidence.format());
        thread.setDaemon(true);
        thread.start();
        try {
            return reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return unread(evidence, "what reads it has not answered within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            return unread(evidence, e.getCause().getClass().getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the thread was interrupted")
                    .exception();
        } finally {
            reading.cancel(true);
        }
    }

    private static ClaimedEvidence read(Evidence evidence, List<EvidenceFormat> readers) {
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
        } catch (CloisterException damaged) {
            return unread(evidence, damaged.getMessage());
        } catch (RuntimeException | Error broken) {
            return unread(evidence, broken.getClass().getName() + ": " + broken.getMessage());
        }
    }

    private static ClaimedEvidence unread(Evidence evidence, String why) {
        return new ClaimedEvidence(evidence.format(), Map.of(), Optional.of(why));
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
