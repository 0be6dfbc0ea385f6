// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.guest.Image;
import org.cloister.owner.demand.Demand;
import org.cloister.owner.demand.Demands;
import org.cloister.owner.verify.AppraisalPolicy;

/**
 * What the relying party demands of a report: an option for each item that a policy can have, and a file with several.
 */
final class AppraisalOptions implements OptionGroup {
    private static final String YES = "yes";
    private static final int POLICY_MEBIBYTES = 1;
    /** Before a hash in hexadecimal digits (RFC 6920, 7). */
    private static final String SHA256_NAME = "nih:sha-256;";

    private final Map<String, OptionRow<?>> items = new LinkedHashMap<>();
    private final OptionRow<String> file = OptionRow.option(
            "--policy-file",
            "FILE",
            "Demands in a file: a line NAME = VALUE for each, [NAME] before an alternative; or the JSON of go-sev-guest or "
                    + "Contrast. Options come before it.");

    private Optional<String> policyId = Optional.empty();

    AppraisalOptions() {
        AppraisalPolicy.items().forEach((name, syntax) -> items.put(name, row(name, syntax)));
    }

    @Override
    public OptionRows rows() {
        OptionRows rows = new OptionRows();
        items.values().forEach(rows::add);
        rows.add(file);
        return rows;
    }

    /** The demands of the file, with those of the options in place of its own. */
    Demands demands(InputFiles files) {
        Demands given = Demands.of(given());
        if (file.value() == null) {
            return given;
        }
        Image text = files.read("--policy-file", file.value(), POLICY_MEBIBYTES);
        policyId = Optional.of(
                SHA256_NAME + Crypto.usual().digest(Hash.SHA256, text.content()).hex());
        String content = new String(text.content().toArray(), StandardCharsets.UTF_8);
        return Demands.parse(content, text.name()).with(given);
    }

    /** What results call the file that the demands were read from; empty without one. */
    Optional<String> policyId() {
        return policyId;
    }

    private Map<String, List<String>> given() {
        Map<String, List<String>> demands = new TreeMap<>();
        items.forEach((name, row) -> {
            if (row.value() instanceof List<?> values && !values.isEmpty()) {
                demands.put(name, values.stream().map(String.class::cast).toList());
            } else if (Boolean.TRUE.equals(row.value())) {
                demands.put(name, List.of(YES));
            }
        });
        return demands;
    }

    private static OptionRow<?> row(String name, String syntax) {
        String shorter = Demand.shortForm(name);
        String names = shorter.equals(name) ? "--" + name : "--" + shorter + " --" + name;
        return syntax.startsWith(YES)
                ? OptionRow.flag(names, meaning(syntax)).bare()
                : OptionRow.option(names, "VALUE", syntax).many("1");
    }

    private static String meaning(String syntax) {
        String rest = syntax.substring(YES.length());
        return rest.isEmpty() ? "Demand it." : rest.substring(2, 3).toUpperCase(Locale.ROOT) + rest.substring(3) + ".";
    }
}
