// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.time.Duration;
import java.util.Optional;
import org.cloister.amd.launch.BootableKernel;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.TimeSpan;
import org.cloister.definition.QemuFrame;
import org.cloister.monitor.ObjectWords;

/**
 * {@code launch}: launches a guest, prints the result, and closes it: at once, when its monitor says so, or never,
 * where it is left to the platform that runs.
 */
final class LaunchCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final TypeSettings settings = new TypeSettings();
    private final TypeOptions type = rows.add(new TypeOptions());
    private final OptionRow<PlatformKind> platform = rows.text(
                    "--platform",
                    "hardware|emulated",
                    "What has to stand behind the guest; hardware by default, and never another than this.")
            .as(PlatformKind.class)
            .fallback("HARDWARE");
    private final EmulatedOptions emulated = rows.add(new EmulatedOptions());
    private final GuestOptions guest = rows.add(new GuestOptions());
    private final PropertyOptions properties = rows.add(new PropertyOptions());
    private final SecurityOptions security = rows.add(new SecurityOptions());
    private final SecretOptions secret = rows.add(new SecretOptions());
    private final AttestOptions attest = rows.add(new AttestOptions());
    private final PrintOptions printing = rows.add(new PrintOptions());
    private final MemoryOption memory = rows.add(new MemoryOption());
    private final OptionRow<Boolean> execute = rows.flag(
            "--execute",
            "Run the guest where the platform can, for at most a minute or --timeout, and show what it "
                    + "writes to its serial port.");

    private final OptionRow<Boolean> connect = rows.flag(
                    "--connect",
                    "Launch in the platform that runs already (see serve), where the guest lives until 'stop' ends it.",
                    "Files are read and written by this command, with your rights, and not by that platform.",
                    "An emulated platform was configured by who started it: " + EmulatedOptions.NAMES,
                    "are for serve and console then.")
            .bare();

    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final MonitorOptions monitor = rows.add(new MonitorOptions());
    private final OptionRow<Boolean> dryRun = rows.flag("--dry-run", "Print what a launch would do, and do nothing.");
    private final OptionRow<Duration> timeout = rows.text(
                    "--timeout", "TIME", "Give up after this time, as 500ms, 30s or 5m.")
            .as(Duration.class, new TimeSpan());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private final ForbiddenPairs forbidden = new ForbiddenPairs(CliCodes.LAUNCH_CONTRADICTION)
            .forbid(dryRun::value, execute::value, "--dry-run does nothing, so there is nothing to --execute")
            .forbid(dryRun::value, monitor::keep, "--dry-run does nothing, so there is nothing to keep")
            .forbid(dryRun::value, attest::given, "--dry-run does nothing, so there is no guest to --attest")
            .forbid(
                    attest::given,
                    this::pausedWithoutSecret,
                    "--paused stops before the launch is finished, and only a finished guest can --attest")
            .forbid(secret::given, monitor::paused, "a secret that is given ends the pause; --paused would keep it")
            .forbid(connect::value, monitor::keep, "--connect leaves the guest; --paused and --qmp keep this command");

    private LaunchCommand(CommandContext session) {
        this.session = session;
        printing.forbid(forbidden, answer::json, monitor::keep);
        forbidden
                .forbid(printing::given, dryRun::value, "--dry-run and another monitor's words are one document each")
                .forbid(
                        printing::given,
                        secret::given,
                        "QEMU and libvirt are handed a secret while the guest is paused, and not at its start: leave it"
                                + " out and launch paused")
                .forbid(
                        printing::given,
                        this::emulatedAsked,
                        "QEMU and libvirt launch on hardware: --platform emulated, " + EmulatedOptions.NAMES
                                + " are for launches here");
        printing.forbid(forbidden, "--attest", attest::given);
        printing.forbid(forbidden, "--execute", execute::value);
        printing.forbid(forbidden, "--connect", connect::value);
        printing.forbid(forbidden, "--timeout", () -> timeout.value() != null);
    }

    private boolean emulatedAsked() {
        return platform.value() == PlatformKind.EMULATED || emulated.given();
    }

    static CommandModel model(CommandContext session) {
        LaunchCommand command = new LaunchCommand(session);
        return CommandModel.of(command, command.rows)
                .abbreviated()
                .further(command.settings.rows(TypeSettings.MEASURED))
                .further(command.settings.rows(TypeSettings.LAUNCHED));
    }

    @Override
    public void run() {
        folder.refuse();
        refuseContradictions();
        Limits limits = limits();
        SecurityOptions.Read read =
                security.read(new InputFiles(session), type.choice(), properties.with(settings.values()));
        Optional<Long> bytes = memory.bytes(session);
        // The words for another monitor leave nothing open
        RequestUse use = printing.given() ? RequestUse.LAUNCH : RequestUse.launching(read.type());
        GuestSource source = new GuestSource(read.domain(), use, read.notes());
        GuestRequest wanted = guest.request(session, source, bytes, read.settings());
        secret.refuseWithout(read.type());
        accept(read, wanted);
        if (printing.given()) {
            QemuFrame frame = monitor.in(security.frame());
            printing.print(session, read.type(), wanted, read.files(), security.binaryFiles(), frame);
            return;
        }
        boolean paused = monitor.paused() || secret.given();
        LaunchRequest request = request(read, wanted, paused);
        AskedGuest asked = new AskedGuest(wanted, read.files());
        LaunchPrinter said = new LaunchPrinter(session, answer.json(), execute.value(), asked);
        emulated.apply(session, request.platform());
        secret.check(session.launcher(), request);
        if (attest.given()) {
            attest.check(session, session.launcher(), request);
        }
        if (dryRun.value()) {
            said.preview(session.launcher().preview(request));
        } else {
            course(said, security.words(read, wanted)).run(request, limits);
        }
    }

    /** Refuses what no guest of AMD's types can have, and prints the notes on what is taken. */
    private void accept(SecurityOptions.Read read, GuestRequest wanted) {
        if (isAmds(read.type())) {
            BootableKernel.require(wanted);
        }
        if (read.domain().isPresent() && read.type() instanceof TypeChoice.Named named) {
            AmdType.find(named.type()).ifPresent(type -> GuestSettings.of(type, wanted));
        }
        read.notes().print(session);
    }

    /** Where no firmware is named, types that need none get none: only the backends know which these are. */
    private LaunchRequest request(SecurityOptions.Read read, GuestRequest wanted, boolean paused) {
        boolean named = guest.namesFirmware() || read.domain().isPresent();
        return named
                ? new LaunchRequest(read.type(), platform.value().trust(), wanted, paused)
                : new LaunchRequest(
                        read.type(),
                        platform.value().trust(),
                        wanted.withFirmware(GuestRequest.NO_FIRMWARE),
                        paused,
                        Optional.of(wanted.firmware()));
    }

    /** Vendors boot kernels in ways of their own. */
    private static boolean isAmds(TypeChoice type) {
        return !(type instanceof TypeChoice.Named named)
                || AmdType.find(named.type()).isPresent();
    }

    private void refuseContradictions() {
        forbidden.refuse();
        if (connect.value() && emulated.given()) {
            throw Problem.input(
                            CliCodes.LAUNCH_CONTRADICTION,
                            "the running platform is what 'serve' made it: " + EmulatedOptions.NAMES
                                    + " are for serve and console")
                    .found(session.services().emulated().orElse("no emulated platform"))
                    .remedy("leave them out with --connect, or leave out --connect")
                    .exception();
        }
    }

    private boolean pausedWithoutSecret() {
        return monitor.paused() && !secret.given();
    }

    private Limits limits() {
        return timeout.value() == null
                ? Limits.of(session.cancellation())
                : Limits.of(session.cancellation(), Deadline.after(timeout.value()));
    }

    private LaunchRun course(LaunchPrinter said, ObjectWords words) {
        return new LaunchRun(session, secret, attest, monitor, words, said, connect.value(), execute.value());
    }
}
