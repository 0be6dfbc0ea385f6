// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.owner.verify.VerificationWarning;

/** Verdicts on many reports, a line each, and what came of all. For one thread. */
public final class ManyVerdicts {
    private final Map<VerificationWarning, Integer> warnings = new LinkedHashMap<>();
    private int passed;
    private int failed;
    private int unreadable;

    /** Counts a verdict. */
    public void add(VerificationResult result) {
        if (result.passed()) {
            passed++;
            result.warnings().forEach(one -> warnings.merge(one, 1, Integer::sum));
        } else {
            failed++;
        }
    }

    /** Counts what could not be read. */
    public void addUnreadable() {
        unreadable++;
    }

    /** One verdict for people. */
    public static String text(String id, VerificationResult result) {
        String reason = result.passed() ? "" : "  " + VerdictLine.because(result);
        return Printable.of(result.verdict() + "  " + id + reason);
    }

    /** That there is no verdict, for people. */
    public static String text(String id, Problem problem) {
        return Printable.of("none  " + id + "  " + problem.message());
    }

    /**
     * One verdict in a line of JSON.
     *
     * @param all whether to write everything known about it
     */
    public static String json(String id, VerificationResult result, ReportEvidence evidence, boolean all) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("verdict", result.verdict());
        json.add("failed", Json.array(failed(result), VerdictJson::check));
        json.add("warnings", Json.array(result.warnings(), one -> new JsonPrimitive(one.toString())));
        json.add("unknown", Json.array(result.unknown(), VerdictJson::unknown));
        if (all) {
            VerdictJson.of(result, evidence).entrySet().forEach(one -> json.add(one.getKey(), one.getValue()));
        }
        return Json.line(json);
    }

    /** That there is no verdict, in a line of JSON. */
    public static String json(String id, Problem problem) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        ErrorJson.of(problem).entrySet().forEach(one -> json.add(one.getKey(), one.getValue()));
        return Json.line(json);
    }

    private static List<VerificationCheck> failed(VerificationResult result) {
        List<VerificationCheck> failed = result.with(Status.FAILED);
        return failed.isEmpty() ? result.reason().stream().toList() : failed;
    }

    /** How many there were of each. */
    public String summary() {
        return "reports  " + all() + ": " + passed + " pass, " + failed + " fail, " + unreadable + " not readable";
    }

    private int all() {
        return passed + failed + unreadable;
    }

    /** What the verdicts do not say, each once. */
    public List<String> complaints() {
        return warnings.entrySet().stream()
                .map(one -> Printable.of("warning (" + one.getValue() + " of " + all() + " reports): " + one.getKey()))
                .toList();
    }

    /** What the command ends with. */
    public ExitCode exitCode() {
        if (unreadable > 0) {
            return ExitCode.USAGE;
        }
        return failed > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }
}
