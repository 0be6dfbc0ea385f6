// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.time.Duration;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.cli.report.GuestView;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.TimeSpan;

/** {@code reset}: launches a guest of a running platform again. */
final class ResetCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> id = rows.operand("ID", "The guest, as 'list' names it.");
    private final OptionRow<Duration> timeout = rows.text(
                    "--timeout", "TIME", "Give up after this time, as 500ms, 30s or 5m; the guest is closed then.")
            .as(Duration.class, new TimeSpan());
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private ResetCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        ResetCommand command = new ResetCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        folder.refuse();
        Guest guest = LiveGuests.of(session.launcher()).named(id.value());
        guest.reset(
                timeout.value() == null
                        ? Limits.of(session.cancellation())
                        : Limits.of(session.cancellation(), Deadline.after(timeout.value())));
        GuestView view = new GuestView(guest, session.services().executions().of(guest));
        answer.print(session, () -> Json.text(view.json()), view::text);
    }
}
