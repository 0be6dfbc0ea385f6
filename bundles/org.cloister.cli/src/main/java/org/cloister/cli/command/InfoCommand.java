// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.launch.Guest;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.LaunchJson;
import org.cloister.cli.report.LaunchText;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code info}: one guest of a running platform. */
@Command(
        name = "info",
        description = "Tells of one guest of the running platform what its launch told.",
        sortOptions = false)
final class InfoCommand implements Runnable {
    private final CommandContext session;

    @Parameters(paramLabel = "ID", description = "The guest, as 'list' names it.")
    private String id;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private InfoCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new InfoCommand(session));
    }

    @Override
    public void run() {
        folder.refuse();
        Guest guest = new LiveGuests(session.launcher().guests()).named(id);
        ExecutionReport execution = session.services().executions().of(guest);
        answer.print(session, () -> Json.text(LaunchJson.of(guest, execution)), () -> LaunchText.of(guest, execution));
    }
}
