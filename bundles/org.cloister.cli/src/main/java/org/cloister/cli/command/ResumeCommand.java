// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.launch.Guest;
import org.cloister.cli.report.GuestView;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code resume}: a guest that is held runs here from now on. */
final class ResumeCommand implements Runnable {
    private static final String HELD = "held";

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> id = rows.operand("ID", "The guest, as 'list' names it.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private ResumeCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        ResumeCommand command = new ResumeCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        folder.refuse();
        Guest guest = LiveGuests.of(session.launcher()).named(id.value());
        if (guest.reason().filter(HELD::equals).isEmpty()) {
            throw Problem.operation(ProblemCodes.GUEST_STATE, "only a guest that is held is resumed")
                    .at("guest " + guest.id())
                    .found(guest.state() + guest.reason().map(why -> ", " + why).orElse(""))
                    .expected("a guest that was received and whose sender does not answer any more")
                    .exception();
        }
        guest.proceed(Limits.of(session.cancellation()));
        GuestView view = new GuestView(guest, session.services().executions().of(guest));
        answer.print(session, () -> Json.text(view.json()), view::text);
    }
}
