// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.cloister.api.host.Check;
import org.cloister.api.host.Verdict;

/** What was not checked, a line for each reason: how many checks of which category. */
final class Skipped {
    private Skipped() {}

    static List<String> lines(List<Verdict> verdicts) {
        Map<String, Map<String, Set<String>>> reasons = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            for (Check check : verdict.checks()) {
                if (check.status() == Check.Status.SKIP) {
                    reasons.computeIfAbsent(check.seen(), seen -> new LinkedHashMap<>())
                            .computeIfAbsent(check.category(), category -> new LinkedHashSet<>())
                            .add(check.name());
                }
            }
        }
        List<String> lines = new ArrayList<>();
        reasons.forEach((reason, names) -> lines.add(counts(names) + ", " + reason));
        return lines;
    }

    private static String counts(Map<String, Set<String>> names) {
        StringJoiner counts = new StringJoiner(", ");
        names.forEach((category, ofIt) -> counts.add(ofIt.size() + " of " + category));
        return counts.toString();
    }
}
