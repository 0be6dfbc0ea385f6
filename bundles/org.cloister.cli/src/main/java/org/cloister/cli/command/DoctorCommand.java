// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.concurrent.Callable;
import org.cloister.api.operate.Doctor;
import org.cloister.cli.report.DoctorReport;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code doctor}: whether a running platform can do what it is there for, and why not. */
final class DoctorCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> name = rows.optionalOperand(
            "TYPE|PLATFORM",
            "Only this guest type or platform: whether it is there, allowed by the settings and works, and why not. A"
                    + " platform by its name or as hardware, emulated or delegated. Default: what the settings allow.");
    private final OptionRow<Boolean> all = rows.flag("--all", "Tells of each part that is well in a line of its own.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private DoctorCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        DoctorCommand command = new DoctorCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning("Exit code 0 when what was asked for can work here, else 1.");
    }

    @Override
    public Integer call() {
        folder.refuse();
        Doctor doctor = session.doctor();
        DoctorReport report = new DoctorReport(name.value() == null ? doctor.examine() : doctor.examine(name.value()));
        answer.print(session, () -> Json.text(report.json()), () -> report.text(all.value()));
        return (report.healthy() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
