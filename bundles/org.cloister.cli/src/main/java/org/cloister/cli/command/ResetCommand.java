// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.time.Duration;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.LaunchJson;
import org.cloister.cli.report.LaunchText;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.TimeSpan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reset}: launches a guest of a running platform anew. */
@Command(
        name = "reset",
        description = "Launches a guest of the running platform anew in a fresh machine, and tells what 'info' tells.",
        sortOptions = false)
final class ResetCommand implements Runnable {
    private final CommandContext session;

    @Parameters(paramLabel = "ID", description = "The guest, as 'list' names it.")
    private String id;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Give up after this time, as 500ms, 30s or 5m; the guest is closed then.")
    private Duration timeout;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private ResetCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new ResetCommand(session));
    }

    @Override
    public void run() {
        folder.refuse();
        Guest guest = new LiveGuests(session.launcher().guests()).named(id);
        guest.reset(
                timeout == null
                        ? Limits.of(session.cancellation())
                        : Limits.of(session.cancellation(), Deadline.after(timeout)));
        ExecutionReport execution = session.services().executions().of(guest);
        answer.print(session, () -> Json.text(LaunchJson.of(guest, execution)), () -> LaunchText.of(guest, execution));
    }
}
