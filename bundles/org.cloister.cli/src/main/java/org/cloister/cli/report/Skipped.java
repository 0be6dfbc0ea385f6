package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.api.host.Check;
import org.cloister.api.host.Verdict;

/** What was not looked at, a line for each reason: how many checks of which category. */
final class Skipped {
    private Skipped() {}

    static List<String> lines(List<Verdict> verdicts) {
        Map<String, Set<Check>> reasons = new LinkedHashMap<>();
        verdicts.stream()
                .flatMap(verdict -> verdict.checks().stream())
                .filter(check -> check.status() == Check.Status.SKIP)
                .forEach(check -> reasons.computeIfAbsent(check.seen(), seen -> new LinkedHashSet<>())
                        .add(check));
        List<String> lines = new ArrayList<>();
        reasons.forEach((reason, checks) -> lines.add(line(reason, checks)));
        return lines;
    }

    private static String line(String reason, Set<Check> checks) {
        Map<String, Set<String>> names = checks.stream()
                .collect(Collectors.groupingBy(
                        Check::category,
                        LinkedHashMap::new,
                        Collectors.mapping(Check::name, Collectors.toCollection(LinkedHashSet::new))));
        String counts = names.entrySet().stream()
                .map(entry -> entry.getValue().size() + " of " + entry.getKey())
                .collect(Collectors.joining(", "));
        return counts + ", " + reason;
    }
}
