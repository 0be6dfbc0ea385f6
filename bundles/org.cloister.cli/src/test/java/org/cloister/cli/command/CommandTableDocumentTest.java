// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The table of all commands in {@code docs/commands.md} is that which the program reads. */
class CommandTableDocumentTest {
    private static final Path TABLE = Path.of("src", "main", "java", "org", "cloister", "cli", "command", "commands");

    @Test
    void theTable() throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("| command | place | running platform | shell | what it does |", "|---|---|---|---|---|"));
        for (String line : Files.readAllLines(TABLE)) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" +", 8);
                lines.add("| `%s` | %s | %s | %s | %s |"
                        .formatted(words[0], words[3], code(words[4]), words[5].replace("no", "–"), words[7]));
            }
        }
        new PrintedSection("docs/commands.md", "commands").require(lines);
    }

    private static String code(String running) {
        return running.equals("-") ? "–" : running.equals("always") ? running : "`" + running + "`";
    }
}
