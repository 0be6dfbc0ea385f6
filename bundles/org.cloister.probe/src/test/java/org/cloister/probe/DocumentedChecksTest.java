// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.cloister.api.host.Check;
import org.cloister.probe.facts.CapturedFacts;
import org.junit.jupiter.api.Test;

/** The list of checks in the documentation, on which scripts rely. */
class DocumentedChecksTest {
    private static final Path DOCUMENT = Path.of("../../docs/operators.md");

    @Test
    void theListIsComplete() throws IOException {
        assertThat(documented()).isEqualTo(made());
    }

    private static Set<String> made() {
        SevProbe probe = new SevProbe();
        Set<String> made = new TreeSet<>();
        try (CapturedFacts facts = CapturedFacts.open(Trees.of("turin"))) {
            probe.types().forEach(type -> probe.probe(type, facts).forEach(check -> made.add(name(check))));
        }
        return made;
    }

    private static String name(Check check) {
        return check.category() + ": " + check.name();
    }

    private static Set<String> documented() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            String[] cells = line.split("\\|");
            if (cells.length == 3 && cells[1].strip().matches("`(cpu|bios|kernel|firmware|permissions|limits)`")) {
                String category = cells[1].strip().replace("`", "");
                Arrays.stream(cells[2].strip().split(", "))
                        .forEach(name -> documented.add(category + ": " + name.replace("`", "")));
            }
        }
        return documented;
    }
}
