// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.GuestType;
import org.cloister.api.host.Check;
import org.cloister.api.host.Verdict;

/**
 * What a host can do, for people: a verdict for each type with what is in the way first, then the checks as a tree.
 * What came out alike stands there once; what differs names its types; what was skipped is counted.
 */
public final class ProbeText {
    private static final int WIDTH = 120;
    private static final int WIDEST_NAME = 42;

    private ProbeText() {}

    /**
     * The verdicts, in lines.
     *
     * @param origin which host
     */
    public static List<String> of(String origin, List<Verdict> verdicts) {
        List<String> lines = new ArrayList<>(List.of("host  " + origin));
        answers(verdicts, lines);
        ProbeRow.byCategory(verdicts).forEach((category, rows) -> {
            lines.add("");
            lines.add(category);
            branches(rows, verdicts.size(), lines);
        });
        skipped(Skipped.lines(verdicts), lines);
        return lines;
    }

    private static void skipped(List<String> reasons, List<String> lines) {
        if (!reasons.isEmpty()) {
            lines.addAll(List.of("", "skipped"));
        }
        for (int i = 0; i < reasons.size(); i++) {
            boolean last = i == reasons.size() - 1;
            wrap(last ? "└─ " : "├─ ", last ? "   " : "│  ", reasons.get(i), lines);
        }
    }

    /** Types with the same obstacle share a line. */
    private static void answers(List<Verdict> verdicts, List<String> lines) {
        Map<List<String>, List<GuestType>> answers = new LinkedHashMap<>();
        verdicts.forEach(verdict -> answers.computeIfAbsent(answer(verdict), same -> new ArrayList<>())
                .add(verdict.type()));
        int width = 0;
        for (List<GuestType> types : answers.values()) {
            width = Math.max(width, names(types).length());
        }
        String blank = " ".repeat(width + 7);
        for (Map.Entry<List<String>, List<GuestType>> one : answers.entrySet()) {
            List<String> answer = one.getKey();
            wrap(pad(names(one.getValue()), width) + "  " + pad(answer.get(0), 5), blank, answer.get(1), lines);
            wrap(blank + "→ ", blank + "  ", answer.get(2), lines);
        }
    }

    private static List<String> answer(Verdict verdict) {
        return verdict.obstacle()
                .map(check -> List.of("no", obstacle(check), check.hint()))
                .orElse(List.of("yes", "", ""));
    }

    private static String obstacle(Check check) {
        return check.category() + ", " + check.name() + ": " + check.seen();
    }

    private static void branches(List<ProbeRow> rows, int types, List<String> lines) {
        int name = 1;
        for (ProbeRow row : rows) {
            int length = String.join(", ", row.names()).length();
            name = length <= WIDEST_NAME ? Math.max(name, length) : name;
        }
        for (int i = 0; i < rows.size(); i++) {
            boolean last = i == rows.size() - 1;
            boolean repeated = !last
                    && rows.get(i + 1)
                            .answer()
                            .hint()
                            .equals(rows.get(i).answer().hint());
            branch(rows.get(i), name, types, last, lines);
            if (!repeated) {
                String stem = stem(last);
                wrap(stem + "→ ", stem + "  ", rows.get(i).answer().hint(), lines);
            }
        }
    }

    private static void branch(ProbeRow row, int name, int types, boolean last, List<String> lines) {
        String names = String.join(", ", row.names());
        String head = (last ? "└─ " : "├─ ") + pad(row.answer().word(), 8) + " " + pad(names, name) + "  ";
        String whose = row.types().size() == types ? "" : "  [" + names(row.types()) + "]";
        wrap(head, stem(last) + " ".repeat(name + 2), row.answer().seen() + whose, lines);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String stem(boolean last) {
        return (last ? "   " : "│  ") + " ".repeat(9);
    }

    /** Adds a text in as many lines as it takes; none for no text, unless it begins a line of its own. */
    private static void wrap(String head, String indent, String text, List<String> lines) {
        if (text.isEmpty() && head.endsWith("→ ")) {
            return;
        }
        StringBuilder line = new StringBuilder(head);
        boolean begun = false;
        for (String word : text.split(" ")) {
            if (begun && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        lines.add(line.toString().stripTrailing());
    }

    private static String names(List<GuestType> types) {
        return String.join(", ", types.stream().map(GuestType::name).toList());
    }
}
