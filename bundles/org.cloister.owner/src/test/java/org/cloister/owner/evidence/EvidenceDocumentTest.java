// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/evidence.md} is printed from the shapes; {@code -Dcloister.docs=write} writes it again. */
class EvidenceDocumentTest {
    @Test
    void theDocumentListsEveryShape() throws IOException {
        Stream<String> head =
                Stream.of("| shape | what it is | how it is told | what is taken from it |", "|---|---|---|---|");
        Stream<String> rows = Stream.of(EvidenceShape.values()).map(EvidenceDocumentTest::row);
        List<String> lines = Stream.concat(head, rows).toList();

        new PrintedSection("docs/evidence.md", "EvidenceShape").require(lines);
    }

    private static String row(EvidenceShape shape) {
        return "| `" + shape.key() + "` | " + shape.title() + " | " + shape.sign() + " | " + shape.content() + " |";
    }
}
