// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cloister.testing.ConstantComments;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The tables of policy bits in {@code docs/launching.md}. */
class PolicyDocumentTest {
    private static final String DOCUMENT = "docs/launching.md";

    @Test
    void theBitsOfSev() throws IOException {
        Map<String, String> comments = ConstantComments.of(SevPolicyBit.class);
        List<String> lines = head();
        for (SevPolicyBit bit : SevPolicyBit.values()) {
            lines.add(row(bit.bit(), bit.key(), comments.get(bit.name())));
        }
        new PrintedSection(DOCUMENT, "SevPolicyBit").require(lines);
    }

    @Test
    void theBitsOfSnp() throws IOException {
        Map<String, String> comments = ConstantComments.of(SnpPolicyBit.class);
        List<String> lines = head();
        for (SnpPolicyBit bit : SnpPolicyBit.values()) {
            lines.add(row(bit.bit(), bit.key(), comments.get(bit.name())));
        }
        new PrintedSection(DOCUMENT, "SnpPolicyBit").require(lines);
    }

    private static List<String> head() {
        return new ArrayList<>(List.of("| bit | name | when set |", "|---|---|---|"));
    }

    private static String row(int bit, String key, String meaning) {
        return "| " + bit + " | `" + key + "` | " + meaning + " |";
    }
}
