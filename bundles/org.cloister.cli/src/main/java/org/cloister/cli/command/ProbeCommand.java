// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.api.Problem;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.cli.session.CommandContext;
import org.cloister.probe.facts.Capture;
import org.cloister.probe.facts.CapturedFacts;
import org.cloister.probe.facts.Recording;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probe}: what a host can do, check by check, with what to fix. */
@Command(
        name = "probe",
        description = {
            "Tells what this host can launch, and for what it cannot, what is missing and how to fix it.",
            "Exit code 0 when it can launch the type (or any, when none is named), else 3."
        },
        sortOptions = false)
final class ProbeCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(
            arity = "0..1",
            paramLabel = "TYPE",
            description = "The guest type, such as sev-snp; without it all that can be judged.")
    private String type;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Judge a captured host instead of this one: the file that --capture made, or a folder.")
    private String root;

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Keep everything that was looked at, a zip file to attach to a bug report.")
    private String capture;

    @Option(names = "--force", description = "Let --capture replace a file that exists.")
    private boolean force;

    @Option(
            names = "--refresh",
            arity = "0",
            description = "In the platform that runs (see serve): ask anew what is offered, and tell what changed.")
    private boolean refresh;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private ProbeCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new ProbeCommand(session));
    }

    @Override
    public Integer call() {
        folder.refuse();
        refuseContradiction();
        if (refresh) {
            printChanges(session.conditions().refresh());
        }
        if (root == null) {
            return probe(session.host());
        }
        try (CapturedFacts facts = CapturedFacts.open(session.folder().resolve(root))) {
            return probe(facts);
        }
    }

    private void refuseContradiction() {
        if (refresh && root != null) {
            throw Problem.input(
                            "probe.contradiction",
                            "--refresh asks the platform that runs, and --root judges another host")
                    .remedy("leave one of them out")
                    .exception();
        }
    }

    private int probe(HostFacts facts) {
        Recording recording = new Recording(facts);
        int code = ProbeRunner.run(session, recording, type, answer.json());
        if (capture != null) {
            keep(recording);
        }
        return code;
    }

    private void keep(Recording recording) {
        OutputFiles files = new OutputFiles(session, force);
        files.add(files.path(capture), Capture.of(recording)).write();
        session.streams().err().println("captured to " + capture);
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
