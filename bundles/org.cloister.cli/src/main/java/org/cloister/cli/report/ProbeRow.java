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
 * A line about checks: one that came out alike for several types, or several that came out alike for the same types.
 *
 * @param names of the checks
 * @param answer how they came out
 * @param types for which
 */
record ProbeRow(List<String> names, Answer answer, List<GuestType> types) {
    /**
     * How a check came out.
     *
     * @param hint empty after a pass
     */
    record Answer(String word, String seen, String hint) {
        // Written out: a record's own are linked when first called, which takes longer than all of the text
        @Override
        public boolean equals(Object other) {
            return other instanceof Answer answer
                    && word.equals(answer.word)
                    && seen.equals(answer.seen)
                    && hint.equals(answer.hint);
        }

        @Override
        public int hashCode() {
            return (word.hashCode() * 31 + seen.hashCode()) * 31 + hint.hashCode();
        }

        static Answer of(Check check) {
            return new Answer(word(check), check.seen(), check.status() == Check.Status.PASS ? "" : check.hint());
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
    }

    /** The rows of each category, without what was skipped, in the order of the checks. */
    static Map<String, List<ProbeRow>> byCategory(List<Verdict> verdicts) {
        Map<String, Map<String, Map<Answer, List<GuestType>>>> answers = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            for (Check check : verdict.checks()) {
                if (check.status() != Check.Status.SKIP) {
                    answers.computeIfAbsent(check.category(), category -> new LinkedHashMap<>())
                            .computeIfAbsent(check.name(), name -> new LinkedHashMap<>())
                            .computeIfAbsent(Answer.of(check), answer -> new ArrayList<>())
                            .add(verdict.type());
                }
            }
        }
        Map<String, List<ProbeRow>> rows = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, Map<Answer, List<GuestType>>>> category : answers.entrySet()) {
            rows.put(category.getKey(), joined(category.getValue()));
        }
        return rows;
    }

    private static List<ProbeRow> joined(Map<String, Map<Answer, List<GuestType>>> names) {
        List<ProbeRow> rows = new ArrayList<>();
        for (Map.Entry<String, Map<Answer, List<GuestType>>> name : names.entrySet()) {
            for (Map.Entry<Answer, List<GuestType>> answer : name.getValue().entrySet()) {
                alike(rows, answer.getKey(), answer.getValue()).names().add(name.getKey());
            }
        }
        return rows;
    }

    private static ProbeRow alike(List<ProbeRow> rows, Answer answer, List<GuestType> types) {
        for (ProbeRow row : rows) {
            if (row.answer.equals(answer) && row.types.equals(types)) {
                return row;
            }
        }
        ProbeRow added = new ProbeRow(new ArrayList<>(), answer, types);
        rows.add(added);
        return added;
    }
}
