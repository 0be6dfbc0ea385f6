// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tables of other verifiers' policies in {@code docs/owners.md}; {@code -Dcloister.docs=write} writes them. */
class ForeignDocumentTest {
    private static List<String> table(String title, Stream<String> rows) {
        return Stream.concat(Stream.of("| " + title + " | here |", "|---|---|"), rows)
                .toList();
    }

    private static String row(String theirs, String ours) {
        return "| `" + theirs + "` | " + ours + " |";
    }

    @Test
    @DisplayName("V11: the document has every field of go-sev-guest's policies")
    void v11Go() throws IOException {
        Stream<String> policy = Stream.of(GoPolicyField.values()).map(one -> row(one.key(), one.ours()));
        Stream<String> trust =
                Stream.of(GoTrustField.values()).map(one -> row(GoTrustField.PARENT + "." + one.key(), one.ours()));

        new PrintedSection("docs/owners.md", "GoPolicyField")
                .require(table("go-sev-guest", Stream.concat(policy, trust)));
    }

    @Test
    @DisplayName("V11: the document has every field of Contrast's reference values")
    void v11Contrast() throws IOException {
        Stream<String> fields = Stream.of(ContrastField.values()).map(one -> row(one.key(), one.ours()));

        new PrintedSection("docs/owners.md", "ContrastField").require(table("Contrast", fields));
    }
}
