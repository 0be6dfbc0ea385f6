// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.caller.CallerFiles;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.MoveReport;
import org.cloister.cli.session.CommandContext;

/** {@code restore}: a guest comes out of a file. */
final class RestoreCommand implements Runnable {
    private static final int PIECE = 64 << 10;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> file =
            rows.operand("FILE", "What 'save' wrote for this platform, or - for standard input.");
    private final OptionRow<Boolean> again = rows.flag(
            "--again",
            "Restore it though another one of this guest may be alive: of a snapshot, or of a file that was restored "
                    + "before. Both then have the same memory, with every secret and nonce in it.");
    private final OptionRow<Boolean> execute = rows.flag(
            "--execute",
            "Run the guest on where the platform can, from where it was stopped, for at most a minute, and show what it "
                    + "writes to its serial port.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private RestoreCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        RestoreCommand command = new RestoreCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        folder.refuse();
        MoveReport restored = restore();
        Optional<ExecutionReport> execution = Optional.empty();
        if (execute.value()) {
            ExecuteOption option = new ExecuteOption(session, Limits.of(session.cancellation()));
            execution = Optional.of(option.shown(restored.guest(), answer));
        }
        MoveReport report = restored.executed(execution);
        answer.print(session, () -> Json.text(report.json()), () -> report.text("restored"));
        execution.ifPresent(ExecuteOption::require);
    }

    private MoveReport restore() {
        String where = "FILE " + file.value();
        boolean standardInput = file.value().equals(InputFiles.STANDARD_INPUT);
        try (InputStream in =
                        standardInput ? session.streams().in() : session.files().open(where, file.value());
                MoveProgress progress = MoveProgress.of(session)) {
            long began = System.nanoTime();
            Source source = new Source(new BufferedInputStream(in, PIECE));
            Guest guest = session.launcher().receive(source, progress, Limits.of(session.cancellation()));
            return MoveReport.received(guest, System.nanoTime() - began);
        } catch (IOException e) {
            throw CallerFiles.unreadable(where, e);
        }
    }

    /** A file has no sender any more who could say a word. */
    private final class Source implements ReceiveSource {
        private final InputStream in;

        Source(InputStream in) {
            this.in = in;
        }

        @Override
        public InputStream stream() {
            return in;
        }

        @Override
        public boolean again() {
            return again.value();
        }

        @Override
        public void receiver(Bytes identity) {}

        @Override
        public Word confirm(String guest) throws IOException {
            if (in.read() >= 0) {
                throw Problem.input(CliCodes.RESTORE_TRAILING, "something follows the guest in this file")
                        .at("FILE " + file.value())
                        .remedy("save the guest again")
                        .exception();
            }
            return Word.RUN;
        }
    }
}
