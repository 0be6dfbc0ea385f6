// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.launch.GuestLauncher;
import org.cloister.cli.report.GuestsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code list}: the guests of a running platform. */
final class ListCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private ListCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        ListCommand command = new ListCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning(
                        "A guest belongs to the process that launched it and ends with it, however that ends.",
                        "Below them are the last ones that ended because their platform went, with the reason.");
    }

    @Override
    public void run() {
        folder.refuse();
        GuestLauncher launcher = session.launcher();
        GuestsReport report =
                new GuestsReport(launcher.guests(), session.services().executions(), launcher.ended());
        answer.print(session, () -> Json.text(report.json()), report::text);
    }
}
