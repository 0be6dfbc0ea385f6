// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.SendReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.MoveReport;
import org.cloister.cli.session.CommandContext;

/** {@code save}: a guest of a running platform goes into a file. */
final class SaveCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> id = rows.operand("ID", "The guest, as 'list' names it.");
    private final OptionRow<String> file = rows.operand("FILE", "Where it goes; readable by you alone.");
    private final OptionRow<String> receiver = rows.text(
            "--for",
            "DIR",
            "Encrypt it for another platform, whose 'platform export' wrote pdh.cert, cert_chain.cert and, where "
                    + "there is one, ask_ark.cert into this folder. By default for the platform that it is on.");
    private final OptionRow<Boolean> keep =
            rows.flag("--keep", "Let the guest run on: the file is a snapshot. Otherwise the guest ends here.");
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace a file that exists.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private SaveCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        SaveCommand command = new SaveCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        folder.refuse();
        Guest guest = LiveGuests.of(session.launcher()).named(id.value());
        Optional<ReceiverFolder> other = Optional.ofNullable(receiver.value()).map(ReceiverFolder::new);
        try (GuestFile target = new GuestFile(session, file.value(), force.value(), other);
                MoveProgress progress = MoveProgress.of(session)) {
            SendReport sent = guest.send(target, keep.value(), progress, Limits.of(session.cancellation()));
            MoveReport report = MoveReport.sent(guest, sent);
            answer.print(session, () -> Json.text(report.json()), () -> report.text("saved"));
        }
    }
}
