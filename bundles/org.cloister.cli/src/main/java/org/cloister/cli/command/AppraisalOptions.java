// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.api.guest.Image;
import org.cloister.owner.verify.AppraisalPolicy;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the relying party demands of a report: an option for each item that a policy can have, and a file with several.
 */
final class AppraisalOptions {
    private static final Map<String, String> SHORT = Map.of("minimum-tcb", "--min-tcb");
    private static final String YES = "yes";
    private static final int POLICY_MEBIBYTES = 1;

    private final Map<String, OptionRow<?>> items = new LinkedHashMap<>();
    private final OptionRow<String> file = OptionRow.option(
            "--policy-file", "FILE", "Demands in a file, a line NAME = VALUE for each; options come before it.");

    AppraisalOptions() {
        AppraisalPolicy.items().forEach((name, syntax) -> items.put(name, row(name, syntax)));
    }

    void addTo(CommandSpec command) {
        items.values().forEach(row -> row.addTo(command));
        file.addTo(command);
    }

    /** The demands of the file by name, with those of the options in place of its own. */
    Map<String, List<String>> demands(InputFiles files) {
        Map<String, List<String>> demands = new LinkedHashMap<>();
        if (file.value() != null) {
            Image text = files.read("--policy-file", file.value(), POLICY_MEBIBYTES);
            String content = new String(text.content().toArray(), StandardCharsets.UTF_8);
            demands.putAll(AppraisalPolicy.demands(content, text.name()));
        }
        demands.putAll(given());
        return demands;
    }

    private Map<String, List<String>> given() {
        Map<String, List<String>> demands = new TreeMap<>();
        items.forEach((name, row) -> {
            if (row.value() instanceof String text) {
                demands.put(name, List.of(text));
            } else if (Boolean.TRUE.equals(row.value())) {
                demands.put(name, List.of("yes"));
            }
        });
        return demands;
    }

    private static OptionRow<?> row(String name, String syntax) {
        String names = SHORT.containsKey(name) ? SHORT.get(name) + " --" + name : "--" + name;
        return syntax.startsWith(YES)
                ? OptionRow.flag(names, meaning(syntax)).bare()
                : OptionRow.option(names, "VALUE", syntax);
    }

    private static String meaning(String syntax) {
        String rest = syntax.substring(YES.length());
        return rest.isEmpty() ? "Demand it." : rest.substring(2, 3).toUpperCase(Locale.ROOT) + rest.substring(3) + ".";
    }
}
