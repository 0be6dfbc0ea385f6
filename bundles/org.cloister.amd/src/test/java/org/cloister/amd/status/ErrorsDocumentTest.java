// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/errors.md}. */
class ErrorsDocumentTest {
    private static final String DOCUMENT = "docs/errors.md";

    @Test
    void theStatuses() throws IOException {
        List<String> lines = table("| status | name | meaning | what to do |");
        for (FirmwareStatus status : FirmwareStatus.values()) {
            lines.add(String.format(Locale.ROOT, "| 0x%02x | `%s` | ", status.code(), status) + status.meaning() + " | "
                    + status.remedy() + " |");
        }
        new PrintedSection(DOCUMENT, "FirmwareStatus").require(lines);
    }

    @Test
    void theStatusesOfCommands() throws IOException {
        List<String> lines = table("| commands | status | meaning | what to do |");
        for (CommandStatuses.Entry entry : CommandStatuses.TABLE) {
            lines.add("| " + names(entry.commands()) + " | `" + entry.status() + "` | " + entry.meaning() + " | "
                    + entry.remedy() + " |");
        }
        new PrintedSection(DOCUMENT, "CommandStatuses").require(lines);
    }

    @Test
    void theErrors() throws IOException {
        List<String> lines = table("| number | name | meaning | what to do |");
        for (ErrnoTable.Entry entry : ErrnoTable.TABLE) {
            lines.add("| " + entry.number() + " | `" + entry.name() + "` | " + entry.meaning() + " | " + entry.remedy()
                    + " |");
        }
        new PrintedSection(DOCUMENT, "ErrnoTable").require(lines);
    }

    @Test
    void theErrorsOfCommands() throws IOException {
        List<String> lines = table("| commands | error | meaning | what to do |");
        for (CommandErrors.Entry entry : CommandErrors.TABLE) {
            lines.add("| " + names(entry.commands()) + " | `" + Errno.name(entry.errno()) + "` | " + entry.meaning()
                    + " | " + entry.remedy() + " |");
        }
        new PrintedSection(DOCUMENT, "CommandErrors").require(lines);
    }

    private static List<String> table(String head) {
        return new ArrayList<>(List.of(head, "|---|---|---|---|"));
    }

    private static String names(Set<String> commands) {
        return commands.stream().sorted().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
