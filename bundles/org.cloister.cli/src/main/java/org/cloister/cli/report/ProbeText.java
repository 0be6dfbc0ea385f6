package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.api.GuestType;
import org.cloister.api.host.Check;
import org.cloister.api.host.Verdict;

/**
 * What a host can do, for people: a verdict for each type, then every check as a tree. A check that came out alike for several types stands there
 * once; one that differs names its types.
 */
public final class ProbeText {
    private ProbeText() {}

    /**
     * The verdicts, in lines.
     *
     * @param origin which host
     */
    public static List<String> of(String origin, List<Verdict> verdicts) {
        List<String> lines = new ArrayList<>(List.of("host  " + origin));
        Table table = new Table("");
        verdicts.forEach(
                verdict -> table.row(verdict.type().name(), verdict.launchable() ? "yes" : "no", why(verdict)));
        lines.addAll(table.lines());
        byCategory(verdicts).forEach((category, checks) -> {
            lines.add("");
            lines.add(category);
            branches(checks, verdicts.size(), lines);
        });
        return lines;
    }

    private static String why(Verdict verdict) {
        return verdict.obstacle()
                .map(check -> check.category() + ", " + check.name() + ": " + check.seen()
                        + (check.hint().isEmpty() ? "" : "; " + check.hint()))
                .orElse("");
    }

    private static Map<String, Map<Check, List<GuestType>>> byCategory(List<Verdict> verdicts) {
        Map<String, Map<Check, List<GuestType>>> categories = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            for (Check check : verdict.checks()) {
                categories
                        .computeIfAbsent(check.category(), category -> new LinkedHashMap<>())
                        .computeIfAbsent(check, same -> new ArrayList<>())
                        .add(verdict.type());
            }
        }
        return categories;
    }

    private static void branches(Map<Check, List<GuestType>> checks, int types, List<String> lines) {
        int name = checks.keySet().stream()
                .mapToInt(check -> check.name().length())
                .max()
                .orElse(0);
        int left = checks.size();
        for (Map.Entry<Check, List<GuestType>> entry : checks.entrySet()) {
            boolean last = --left == 0;
            Check check = entry.getKey();
            String whose = entry.getValue().size() == types ? "" : "  [" + names(entry.getValue()) + "]";
            lines.add(String.format(
                            "%s %-8s %-" + name + "s  %s%s",
                            last ? "└─" : "├─",
                            word(check),
                            check.name(),
                            check.seen(),
                            whose)
                    .stripTrailing());
            if (!check.hint().isEmpty() && check.status() != Check.Status.PASS) {
                lines.add((last ? "   " : "│  ") + " ".repeat(9) + "→ " + check.hint());
            }
        }
    }

    /** What is required shouts when it fails; what is optional does not. */
    private static String word(Check check) {
        return switch (check.status()) {
            case PASS -> "pass";
            case FAIL -> check.required() ? "FAIL" : "missing";
            case SKIP -> "skipped";
            case UNKNOWN -> check.required() ? "UNKNOWN" : "unknown";
        };
    }

    private static String names(List<GuestType> types) {
        return types.stream().map(GuestType::name).collect(Collectors.joining(", "));
    }
}
