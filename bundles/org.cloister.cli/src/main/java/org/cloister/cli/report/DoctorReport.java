// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.operate.Diagnosis;

/**
 * How the parts of a platform are.
 *
 * @param findings in the order of the output
 */
public record DoctorReport(List<Diagnosis> findings) {

    /** Whether every part does what it is there for. */
    public boolean healthy() {
        return findings.stream().allMatch(Diagnosis::healthy);
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
        json.addProperty("healthy", finding.healthy());
        json.addProperty("summary", finding.summary());
        JsonArray chain = new JsonArray();
        finding.chain().forEach(chain::add);
        json.add("chain", chain);
        json.addProperty("remedy", finding.remedy());
        return json;
    }

    /** For people, in lines: a line for each part, below it the way to the first cause and what fixes it. */
    public List<String> text() {
        Table table = new Table("");
        findings.forEach(finding ->
                table.row(finding.healthy() ? "well" : "ILL", finding.subject(), Printable.of(finding.summary())));
        List<String> heads = table.lines();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            lines.add(heads.get(i));
            findings.get(i).chain().forEach(cause -> lines.add("      because " + Printable.of(cause)));
            if (!findings.get(i).remedy().isEmpty()) {
                lines.add("      → " + Printable.of(findings.get(i).remedy()));
            }
        }
        return lines;
    }
}
