// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.launch.Guest;
import org.cloister.cli.report.GuestView;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code info}: one guest of a running platform. */
final class InfoCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> id = rows.operand("ID", "The guest, as 'list' names it.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private InfoCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        InfoCommand command = new InfoCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        folder.refuse();
        Guest guest = LiveGuests.of(session.launcher()).named(id.value());
        GuestView view = new GuestView(guest, session.services().executions().of(guest));
        answer.print(session, () -> Json.text(view.json()), view::text);
    }
}
