// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.api.GuestType;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Doctor;
import org.cloister.cli.report.DoctorReport;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code doctor}: why something of a running platform is not active. */
final class DoctorCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> type =
            rows.optionalOperand("TYPE", "Only whether this guest type is there, and why not.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private DoctorCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        DoctorCommand command = new DoctorCommand(session);
        return CommandModel.of(command, command.rows).meaning("Exit code 0 when all is well, else 1.");
    }

    @Override
    public Integer call() {
        folder.refuse();
        DoctorReport report = new DoctorReport(findings(session.doctor()));
        answer.print(session, () -> Json.text(report.json()), report::text);
        return (report.healthy() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private List<Diagnosis> findings(Doctor doctor) {
        if (type.value() == null) {
            return doctor.examine();
        }
        GuestType asked = new GuestType(type.value());
        return List.of(doctor.whyMissing(asked)
                .orElseGet(() ->
                        new Diagnosis(Kind.GUEST_TYPE, asked.name(), true, "this guest type is there", List.of(), "")));
    }
}
