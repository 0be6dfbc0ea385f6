// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.owner.demand.Demand;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of demands in {@code docs/owners.md}; {@code -Dcloister.docs=write} writes it again. */
class DemandDocumentTest {
    private static final Map<String, String> OF_RELIEF = Map.of(
            "allow-debug", SnpCheck.POLICY_DEBUG.label(),
            "allow-migrate-ma", SnpCheck.POLICY_MIGRATE_MA.label(),
            "allow-unknown-bits", SnpCheck.REPORT_RESERVED.label(),
            "no-unknown-bits", SnpCheck.REPORT_RESERVED.label(),
            "allow-report-version", SnpCheck.REPORT_VERSION.label());

    @Test
    @DisplayName("V11: the document lists every demand as option, item of a policy and check")
    void v11() throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("| option, item | SEV, SEV-ES | value | check |", "|---|---|---|---|"));
        AppraisalPolicy.items().forEach((name, syntax) -> lines.add(row(name, syntax)));

        new PrintedSection("docs/owners.md", "PolicyItem").require(lines);
        assertThat(lines).anyMatch(one -> one.startsWith("| `--min-tcb` | – | "));
    }

    private static String row(String name, String syntax) {
        String check = Stream.of(PolicyItem.values())
                .filter(item -> item.key().equals(name))
                .map(item -> item.point().label())
                .findFirst()
                .orElseGet(() -> OF_RELIEF.get(name));
        String legacy = SevAppraisal.items().getOrDefault(name, "–");
        return "| `--" + Demand.shortForm(name) + "` | " + legacy + " | " + syntax + " | `" + check + "` |";
    }
}
