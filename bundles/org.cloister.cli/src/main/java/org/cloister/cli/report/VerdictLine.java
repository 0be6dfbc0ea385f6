// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.owner.verify.VerificationWarning;

/** A verdict in one line: with the check that decided it, or with what it does not say. */
public final class VerdictLine {
    /** The check that has the alternative of the policy that fits. */
    private static final String ALTERNATIVE = "alternative";

    private VerdictLine() {}

    /** The first line of a result. */
    static String of(VerificationResult result) {
        return "verdict " + result.verdict() + "  " + Printable.of(because(result));
    }

    /** What the error stream has of a result, a line each: why it failed, or else the warnings. */
    public static List<String> complaints(VerificationResult result) {
        List<String> lines = new ArrayList<>();
        if (result.passed()) {
            result.warnings().forEach(one -> lines.add("warning: " + Printable.of(one.toString())));
        } else {
            lines.add("verdict " + result.verdict() + ": " + Printable.of(because(result)));
        }
        return lines;
    }

    static String because(VerificationResult result) {
        if (!result.passed()) {
            return result.reason().map(VerdictLine::reason).orElse("");
        }
        String alternative = result.check(ALTERNATIVE)
                .filter(one -> one.status() == Status.PASSED)
                .map(one -> "alternative " + one.detail() + "; ")
                .orElse("");
        return alternative
                + (result.warnings().isEmpty()
                        ? "everything that was checked is right"
                        : result.warnings().stream()
                                .map(VerificationWarning::summary)
                                .collect(Collectors.joining("; warning: ", "warning: ", "")));
    }

    private static String reason(VerificationCheck check) {
        String remedy = check.remedy().isEmpty() ? "" : "; " + check.remedy();
        return check.name() + ": " + check.detail() + remedy;
    }

    /** How many checks ended how. */
    static String count(VerificationResult result) {
        long silent = result.checks().stream().filter(one -> !one.demanded()).count();
        List<String> counts = new ArrayList<>();
        for (Status status : Status.values()) {
            long all = result.with(status).size();
            long count = status == Status.NOT_PERFORMED ? all - silent : all;
            if (count != 0) {
                counts.add(count + " " + status);
            }
        }
        if (silent != 0) {
            counts.add(silent + " not demanded");
        }
        return "checks  " + String.join(", ", counts) + "; judged at " + result.at();
    }
}
