// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.cli.report.ExecutionLog;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.report.GuestView;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code resume}: a guest that is held runs here from now on; its processors, too, where they are to be executed. */
final class ResumeCommand implements Runnable {
    private static final String HELD = "held";

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> id = rows.operand("ID", "The guest, as 'list' names it.");
    private final OptionRow<Boolean> execute = rows.flag(
            "--execute",
            "Run the guest on where the platform can, from where it was stopped, for at most a minute, and show what it "
                    + "writes to its serial port. Also for a guest that runs and is not executed: restored, migrated "
                    + "here, or stopped after its minute.");
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
        boolean held = guest.reason().filter(HELD::equals).isPresent();
        if (!held && !(execute.value() && isIdle(guest))) {
            throw Problem.operation(ProblemCodes.GUEST_STATE, "only a guest that is held is resumed")
                    .at("guest " + guest.id())
                    .found(guest.state() + guest.reason().map(why -> ", " + why).orElse("") + executed(guest))
                    .expected("a guest that was received and whose sender does not answer any more; with --execute one"
                            + " that runs and is not executed, too")
                    .exception();
        }
        Limits limits = Limits.of(session.cancellation());
        if (held) {
            guest.proceed(limits);
        }
        ExecutionReport execution = execute.value()
                ? new ExecuteOption(session, limits).shown(guest, answer)
                : executions().of(guest);
        GuestView view = new GuestView(guest, execution);
        answer.print(session, () -> Json.text(view.json()), view::text);
        if (execute.value()) {
            ExecuteOption.require(execution);
        }
    }

    private boolean isIdle(Guest guest) {
        return guest.state() == GuestState.RUNNING
                && guest.reason().isEmpty()
                && executed(guest).isEmpty();
    }

    private String executed(Guest guest) {
        return executions().of(guest).equals(ExecutionReport.going()) ? ", executed" : "";
    }

    private ExecutionLog executions() {
        return session.services().executions();
    }
}
