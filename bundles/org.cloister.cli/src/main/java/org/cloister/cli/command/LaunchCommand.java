// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.time.Duration;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.MemorySize;
import org.cloister.cli.value.TimeSpan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code launch}: launches a guest, tells what came of it, and closes it: at once, when its monitor says so, or never,
 * where it is left to the platform that runs.
 */
@Command(
        name = "launch",
        description = "Launches a confidential guest, tells its measurement, and closes it or leaves it running.",
        abbreviateSynopsis = true,
        sortOptions = false)
final class LaunchCommand implements Runnable {
    private final CommandContext session;
    private final TypeSettings settings = new TypeSettings();

    @Mixin
    private TypeOptions type;

    @Option(
            names = "--platform",
            paramLabel = "hardware|emulated",
            defaultValue = "HARDWARE",
            description = "What has to stand behind the guest; hardware by default, and never another than this.")
    private PlatformKind platform;

    @Mixin
    private EmulatedOptions emulated;

    @Mixin
    private GuestOptions guest;

    @Mixin
    private PropertyOptions properties;

    @Mixin
    private SecurityOptions security;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private AttestOptions attest;

    @Mixin
    private PrintOptions printing;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "256M",
            converter = MemorySize.Converter.class,
            description = "The guest's RAM; 256M by default.")
    private MemorySize memory;

    @Option(
            names = "--execute",
            description = "Run the guest where the platform can, for at most a minute or --timeout, and show what it "
                    + "writes to its serial port.")
    private boolean execute;

    @Option(
            names = "--connect",
            arity = "0",
            description = {
                "Launch in the platform that runs already (see serve), where the guest lives until 'stop' ends it.",
                "Files are read and written by this command, with your rights, and not by that platform.",
                "What an emulated platform is was said by who started it: --state, --generation and --report-version",
                "are for serve and console then."
            })
    private boolean connect;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private MonitorOptions monitor;

    @Option(names = "--dry-run", description = "Print what a launch would do, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Give up after this time, as 500ms, 30s or 5m.")
    private Duration timeout;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private LaunchCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        LaunchCommand command = new LaunchCommand(session);
        CommandLine line = new CommandLine(command);
        command.settings.addTo(line.getCommandSpec(), TypeSettings.MEASURED);
        command.settings.addTo(line.getCommandSpec(), TypeSettings.LAUNCHED);
        return line;
    }

    @Override
    public void run() {
        folder.refuse();
        refuseContradictions();
        Limits limits = limits();
        SecurityOptions.Read read =
                security.read(session, new InputFiles(session), type.choice(), properties.with(settings.values()));
        GuestRequest wanted = guest.request(session, memory.bytes(), read.settings());
        if (printing.given()) {
            printing.print(session, read.type(), wanted, read.files(), guest.namesFirmware());
            return;
        }
        boolean paused = monitor.paused() || secret.given();
        LaunchRequest request = new LaunchRequest(read.type(), platform.trust(), wanted, paused);
        LaunchPrinter said = new LaunchPrinter(session, answer.json(), execute);
        emulated.apply(session, session.launcher(), request);
        if (attest.given()) {
            attest.check(session, session.launcher().select(request));
        }
        if (dryRun) {
            said.preview(session.launcher().preview(request));
        } else {
            course(said).run(request, limits);
        }
    }

    private void refuseContradictions() {
        refuse(dryRun && execute, "--dry-run does nothing, so there is nothing to --execute");
        refuse(dryRun && monitor.keep(), "--dry-run does nothing, so there is nothing to keep");
        refuse(
                printing.given() && attest.given(),
                "another monitor's words launch nothing, so there is no guest to --attest");
        refuse(dryRun && attest.given(), "--dry-run does nothing, so there is no guest to --attest");
        refuse(
                attest.given() && monitor.paused() && !secret.given(),
                "--paused stops before the launch is finished, and only a finished guest can --attest");
        refuse(secret.given() && monitor.paused(), "a secret that is given ends the pause; --paused would keep it");
        refuse(connect && monitor.keep(), "--connect leaves the guest; --paused and --qmp keep this command");
        if (connect && emulated.given()) {
            throw Problem.input(
                            "launch.contradiction",
                            "the running platform is what 'serve' made it: --state, --generation and --report-version"
                                    + " are for serve and console")
                    .found(session.services().emulated().orElse("no emulated platform"))
                    .remedy("leave them out with --connect, or leave out --connect")
                    .exception();
        }
    }

    private static void refuse(boolean contradiction, String why) {
        if (contradiction) {
            throw Problem.input("launch.contradiction", why)
                    .remedy("leave one of them out")
                    .exception();
        }
    }

    private Limits limits() {
        return timeout == null
                ? Limits.of(session.cancellation())
                : Limits.of(session.cancellation(), Deadline.after(timeout));
    }

    private LaunchRun course(LaunchPrinter said) {
        return new LaunchRun(session, secret, attest, monitor, said, connect, execute);
    }
}
