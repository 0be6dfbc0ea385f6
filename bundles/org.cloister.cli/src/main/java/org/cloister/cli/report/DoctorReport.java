// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Level;

/**
 * How the parts of a platform are.
 *
 * @param findings in the order of the output
 */
public record DoctorReport(List<Diagnosis> findings) {

    /** Whether what was asked for can work. */
    public boolean healthy() {
        return findings.stream().noneMatch(finding -> finding.level() == Level.CRITICAL);
    }

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("healthy", healthy());
        json.add("findings", Json.array(findings, DoctorReport::finding));
        return json;
    }

    private static JsonObject finding(Diagnosis finding) {
        JsonObject json = new JsonObject();
        json.addProperty("subject", finding.subject());
        json.addProperty("level", Json.word(finding.level()));
        json.addProperty("healthy", finding.healthy());
        json.addProperty("summary", finding.summary());
        JsonArray chain = new JsonArray();
        finding.chain().forEach(chain::add);
        json.add("chain", chain);
        json.addProperty("remedy", finding.remedy());
        return json;
    }

    /**
     * For people, in lines: a line for each part, below it the way to the first cause and what fixes it.
     *
     * @param all whether each part that is well has a line, and not all of them together
     */
    public List<String> text(boolean all) {
        List<Diagnosis> well = findings.stream().filter(Diagnosis::healthy).toList();
        boolean counted = !all && well.size() > 1;
        List<Diagnosis> told = counted
                ? findings.stream().filter(finding -> !finding.healthy()).toList()
                : findings;
        Table table = new Table("");
        told.forEach(finding -> table.row(finding.level().name(), finding.subject(), Printable.of(finding.summary())));
        if (counted) {
            table.row(Level.OK.name(), "well", count(well));
        }
        List<String> heads = table.lines();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            lines.add(heads.get(i));
            lines.addAll(cause(told.get(i)));
        }
        lines.addAll(heads.subList(told.size(), heads.size()));
        return lines;
    }

    private static List<String> cause(Diagnosis finding) {
        List<String> lines = new ArrayList<>();
        finding.chain().forEach(cause -> lines.add("      because " + Printable.of(cause)));
        if (!finding.remedy().isEmpty()) {
            lines.add("      → " + Printable.of(finding.remedy()));
        }
        return lines;
    }

    /** How many of each sort. */
    private static String count(List<Diagnosis> well) {
        Map<Diagnosis.Kind, Integer> counts = new LinkedHashMap<>();
        well.forEach(finding -> counts.merge(finding.kind(), 1, Integer::sum));
        return counts.entrySet().stream()
                        .map(sort -> sort.getKey() == Diagnosis.Kind.SETTINGS
                                ? sort.getKey().toString()
                                : sort.getValue() + " " + sort.getKey() + (sort.getValue() == 1 ? "" : "s"))
                        .collect(Collectors.joining(", "))
                + "; --all tells each";
    }
}
