// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.report.GuestsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code list}: the guests of a running platform. */
@Command(
        name = "list",
        description = {
            "Lists the guests of the running platform, oldest first.",
            "A guest belongs to the process that launched it and ends with it, however that ends."
        },
        sortOptions = false)
final class ListCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private ListCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new ListCommand(session));
    }

    @Override
    public void run() {
        folder.refuse();
        GuestsReport report =
                new GuestsReport(session.launcher().guests(), session.services().executions());
        answer.print(session, () -> Json.text(report.json()), report::text);
    }
}
