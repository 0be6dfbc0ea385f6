// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.api.Problem;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.probe.facts.Capture;
import org.cloister.probe.facts.CapturedFacts;
import org.cloister.probe.facts.Recording;

/** {@code probe}: what a host can do, check by check, with what to fix. */
final class ProbeCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> type =
            rows.optionalOperand("TYPE", "The guest type, such as sev-snp; without it all that can be judged.");
    private final OptionRow<String> root = rows.text(
            "--root", "DIR", "Judge a captured host instead of this one: the file that --capture made, or a folder.");
    private final OptionRow<String> capture =
            rows.text("--capture", "FILE", "Keep everything that was looked at, a zip file to attach to a bug report.");
    private final OptionRow<Boolean> force = rows.flag("--force", "Let --capture replace a file that exists.");
    private final OptionRow<Boolean> refresh = rows.flag(
                    "--refresh",
                    "In the platform that runs (see serve): ask anew what is offered, and print what changed.")
            .bare();
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private ProbeCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        ProbeCommand command = new ProbeCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning("Exit code 0 when it can launch the type (or any, when none is named), else 3.");
    }

    @Override
    public Integer call() {
        folder.refuse();
        refuseContradiction();
        if (refresh.value()) {
            printChanges(session.conditions().refresh());
        }
        if (root.value() == null) {
            return probe(session.host());
        }
        try (CapturedFacts facts = CapturedFacts.open(session.folder().resolve(root.value()))) {
            return probe(facts);
        }
    }

    private void refuseContradiction() {
        if (refresh.value() && root.value() != null) {
            throw Problem.input(
                            CliCodes.PROBE_CONTRADICTION,
                            "--refresh asks the platform that runs, and --root judges another host")
                    .remedy("leave one of them out")
                    .exception();
        }
    }

    private int probe(HostFacts facts) {
        Recording recording = new Recording(facts);
        int code = ProbeRunner.run(session, recording, type.value(), answer.json());
        if (capture.value() != null) {
            keep(recording);
        }
        return code;
    }

    private void keep(Recording recording) {
        OutputFiles files = new OutputFiles(session, force.value());
        files.add(files.path(capture.value()), Capture.of(recording)).write();
        session.streams().err().println("captured to " + capture.value());
    }

    private void printChanges(List<PlatformConditions.Change> changes) {
        if (changes.isEmpty()) {
            session.streams().err().println("nothing changed");
        }
        changes.forEach(change -> session.streams()
                .err()
                .println((change.holds() ? "came   " : "went   ") + change.id() + "  " + change.reason()));
    }
}
