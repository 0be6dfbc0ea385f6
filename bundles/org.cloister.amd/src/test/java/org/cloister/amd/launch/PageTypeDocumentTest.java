// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.guest.PageKind;
import org.cloister.testing.ConstantComments;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The table of page types in {@code docs/measured.md}. */
class PageTypeDocumentTest {
    @Test
    void thePageTypes() throws IOException {
        Map<String, String> comments = ConstantComments.of(SnpPageType.class);
        List<String> lines =
                new ArrayList<>(List.of("| number | page type | in a plan | measured | |", "|---|---|---|---|---|"));
        for (SnpPageType type : SnpPageType.values()) {
            lines.add("| " + type.code() + " | `" + type + "` | `" + kind(type) + "` | "
                    + (LaunchDigest.measuresContents(type) ? "content, type, address" : "type, address") + " | "
                    + comments.get(type.name()) + " |");
        }
        new PrintedSection("docs/measured.md", "SnpPageType").require(lines);
    }

    private static PageKind kind(SnpPageType type) {
        return Stream.of(
                        PageKind.NORMAL,
                        PageKind.ZERO,
                        PageKind.UNMEASURED,
                        PageKind.SECRETS,
                        PageKind.CPUID,
                        PageKind.VMSA)
                .filter(kind -> SnpPageKinds.typeOf(kind) == type)
                .findFirst()
                .orElseThrow();
    }
}
