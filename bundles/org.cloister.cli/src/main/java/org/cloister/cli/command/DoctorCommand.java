// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.api.GuestType;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Doctor;
import org.cloister.cli.report.DoctorReport;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code doctor}: why something of a running platform is not active. */
@Command(
        name = "doctor",
        description = {
            "Examines the running platform: what is not active, why, down to the first cause, and what fixes that.",
            "Exit code 0 when all is well, else 1."
        },
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(
            arity = "0..1",
            paramLabel = "TYPE",
            description = "Only whether this guest type is there, and why not.")
    private String type;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private DoctorCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new DoctorCommand(session));
    }

    @Override
    public Integer call() {
        folder.refuse();
        DoctorReport report = new DoctorReport(findings(session.doctor()));
        answer.print(session, () -> Json.text(report.json()), report::text);
        return (report.healthy() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private List<Diagnosis> findings(Doctor doctor) {
        if (type == null) {
            return doctor.examine();
        }
        GuestType asked = new GuestType(type);
        return List.of(doctor.whyMissing(asked)
                .orElseGet(() -> new Diagnosis(asked.name(), true, "this guest type is there", List.of(), "")));
    }
}
