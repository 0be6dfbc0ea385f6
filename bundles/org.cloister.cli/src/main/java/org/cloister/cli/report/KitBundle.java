// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A vendor's bundle that was tested.
 *
 * @param file as it was given
 * @param name its symbolic name
 * @param version its version
 * @param provides the guest types and platforms that it brings, as {@code guest type mine}
 * @param checks in their order
 */
public record KitBundle(String file, String name, String version, List<String> provides, List<KitCheck> checks) {
    /** Copies the lists. */
    public KitBundle {
        provides = List.copyOf(provides);
        checks = List.copyOf(checks);
    }

    boolean good() {
        return checks.stream().allMatch(KitCheck::good);
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("file", file);
        json.addProperty("name", name);
        json.addProperty("version", version);
        JsonArray brought = new JsonArray();
        provides.forEach(brought::add);
        json.add("provides", brought);
        json.add("checks", Json.array(checks, KitCheck::json));
        return json;
    }

    /** A line for each check, and below one that is not good its rule. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add(Printable.of(name + " " + version + (provides.isEmpty() ? "" : ": " + String.join(", ", provides))));
        Table table = new Table("  ");
        checks.forEach(check -> table.row(check.status(), check.name(), Printable.of(check.seen())));
        List<String> rows = table.lines();
        for (int i = 0; i < checks.size(); i++) {
            lines.add(rows.get(i));
            if (!checks.get(i).good()) {
                lines.add(
                        "      " + checks.get(i).method() + ": " + checks.get(i).rule());
            }
        }
        lines.add("  " + counted());
        return lines;
    }

    private String counted() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        checks.forEach(check -> counts.merge(check.status(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().replace('-', ' '))
                .collect(Collectors.joining(", "));
    }
}
