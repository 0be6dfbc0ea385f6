// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import java.util.regex.Pattern;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.SendReport;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.MoveReport;
import org.cloister.cli.session.CommandContext;

/** {@code migrate}: a guest goes from one running platform to another. */
final class MigrateCommand implements Runnable {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-fA-F]{64}");

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> id = rows.operand("ID", "The guest, as 'list' names it.");
    private final OptionRow<String> place = rows.text(
                    "--to", "unix:DIR", "The platform that receives it: its run folder, or the control socket in that.")
            .required();
    private final OptionRow<String> receiver = rows.text(
            "--receiver",
            "SHA256",
            "The only receiver that is wanted: the SHA-256 of its PDH certificate, as 'sha256sum pdh.cert' and this "
                    + "command show it.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private MigrateCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        MigrateCommand command = new MigrateCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        folder.refuse();
        Optional<String> pin = Optional.ofNullable(receiver.value());
        if (pin.filter(digits -> !FINGERPRINT.matcher(digits).matches()).isPresent()) {
            throw Problem.input(CliCodes.MIGRATE_PIN, "this is no SHA-256")
                    .at("--receiver")
                    .found(pin.orElseThrow())
                    .expected("64 hexadecimal digits")
                    .exception();
        }
        Guest guest = LiveGuests.of(session.launcher()).named(id.value());
        try (ReceivingPlatform target = new ReceivingPlatform(
                        session.files().connect("--to " + place.value(), place.value()),
                        pin,
                        session.streams().err());
                MoveProgress progress = MoveProgress.of(session)) {
            SendReport sent = guest.send(target, false, progress, Limits.of(session.cancellation()));
            MoveReport report = MoveReport.sent(guest, sent).there(target.guest());
            answer.print(session, () -> Json.text(report.json()), () -> report.text("migrated"));
            noteExecution(guest, target.guest());
        }
    }

    /** Who shows a guest's console is connected to its platform, which this command is not any more. */
    private void noteExecution(Guest guest, String there) {
        if (session.services().executions().of(guest) != ExecutionReport.NOT_ASKED) {
            session.streams()
                    .err()
                    .println("note: its processors stand still there; 'cloister resume " + there
                            + " --execute' at that platform has them go on");
        }
    }
}
