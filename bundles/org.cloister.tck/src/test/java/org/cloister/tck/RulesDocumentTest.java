// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.tck.bundle.BundleRules;
import org.cloister.tck.check.ContractRule;
import org.cloister.tck.guest.GuestTypeRules;
import org.cloister.tck.platform.VmmRules;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The documentation prints the rules. */
class RulesDocumentTest {
    private static void printed(String source, List<ContractRule> rules) throws IOException {
        Stream<String> head = Stream.of("| check | method | rule |", "|---|---|---|");
        Stream<String> rows = rules.stream().map(RulesDocumentTest::row);
        new PrintedSection("docs/tck.md", source)
                .require(Stream.concat(head, rows).toList());
    }

    private static String row(ContractRule rule) {
        String text = rule.unchecked()
                .map(reason -> rule.text() + " *Not checked:* " + reason)
                .orElse(rule.text());
        return "| `" + rule.name() + "` | `" + rule.method() + "` | " + text + " |";
    }

    @Test
    void bundles() throws IOException {
        printed("BundleRules", BundleRules.table().rules());
    }

    @Test
    void guestTypes() throws IOException {
        printed("GuestTypeRules", GuestTypeRules.table().rules());
    }

    @Test
    void platforms() throws IOException {
        printed("VmmRules", VmmRules.table().rules());
    }
}
