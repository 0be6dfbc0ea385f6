package org.cloister.cli.command;

import java.time.Duration;
import java.util.List;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Preview;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.LaunchJson;
import org.cloister.cli.report.LaunchText;
import org.cloister.cli.report.Notes;
import org.cloister.cli.session.Session;
import org.cloister.cli.value.MemorySize;
import org.cloister.cli.value.TimeSpan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code launch}: launches a guest, tells what came of it, and closes it, or leaves it with the platform that runs. */
@Command(
        name = "launch",
        description = "Launches a confidential guest, tells its measurement, and closes it or leaves it running.",
        abbreviateSynopsis = true,
        sortOptions = false)
final class LaunchCommand implements Runnable {
    private static final String EMULATED_BANNER =
            "EMULATED: this guest is on a platform in software. Nothing protects it, and its measurement proves nothing.";

    private final Session session;
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
    private GuestOptions guest;

    @Mixin
    private PropertyOptions properties;

    @Mixin
    private SecurityOptions security;

    @Mixin
    private SecretOptions secret;

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
                "File names are relative to this folder; that platform reads the files."
            })
    private boolean connect;

    @Mixin
    private RunFolder folder;

    @Option(names = "--dry-run", description = "Print what a launch would do, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Give up after this time, as 500ms, 30s or 5m.")
    private Duration timeout;

    @Mixin
    private Answer answer;

    @Mixin
    private Help help;

    private LaunchCommand(Session session) {
        this.session = session;
    }

    static CommandLine line(Session session) {
        LaunchCommand command = new LaunchCommand(session);
        CommandLine line = new CommandLine(command);
        command.settings.addTo(line.getCommandSpec(), TypeSettings.MEASURED);
        command.settings.addTo(line.getCommandSpec(), TypeSettings.LAUNCHED);
        return line;
    }

    @Override
    public void run() {
        folder.refuse();
        if (dryRun && execute) {
            throw Problem.input("launch.execute", "--dry-run does nothing, so there is nothing to --execute")
                    .remedy("leave one of them out")
                    .exception();
        }
        Limits limits = limits();
        boolean secretGiven = secret.given();
        SecurityOptions.Read read = security.read(
                session, new InputFiles(session), type.choice(), properties.with(settings.values()));
        GuestRequest wanted = guest.request(session, memory.bytes(), read.settings());
        if (printing.given()) {
            printing.print(session, read.type(), wanted, read.files(), guest.namesFirmware());
            return;
        }
        GuestLauncher launcher = session.launcher();
        LaunchRequest request = new LaunchRequest(read.type(), platform.trust(), wanted, secretGiven);
        if (dryRun) {
            preview(launcher, request);
        } else {
            launch(launcher, request, limits);
        }
    }

    private Limits limits() {
        return timeout == null
                ? Limits.of(session.cancellation())
                : Limits.of(session.cancellation(), Deadline.after(timeout));
    }

    private void preview(GuestLauncher launcher, LaunchRequest request) {
        Preview preview = launcher.preview(request);
        print(
                preview.plan().notes(),
                answer.json() ? List.of(Json.text(LaunchJson.of(preview))) : LaunchText.of(preview));
    }

    private void launch(GuestLauncher launcher, LaunchRequest request, Limits limits) {
        Guest launched = begin(launcher, request, limits);
        boolean kept = false;
        try {
            report(launched, limits);
            kept = connect && !session.cancellation().isCancelled();
        } finally {
            if (!kept) {
                launched.close();
            }
        }
    }

    private void report(Guest launched, Limits limits) {
        if (launched.report().trust() == Trust.EMULATED) {
            session.streams().err().println(EMULATED_BANNER);
        }
        if (secret.given()) {
            secret.handIn(session, new InputFiles(session), launched, limits);
        }
        ExecutionReport execution = execute ? run(launched, limits) : ExecutionReport.NOT_ASKED;
        print(
                Notes.of(launched, execute),
                answer.json()
                        ? List.of(Json.text(LaunchJson.of(launched, execution)))
                        : LaunchText.of(launched, execution));
        if (execute) {
            Execution.require(execution);
        }
    }

    private ExecutionReport run(Guest launched, Limits limits) {
        Execution run = new Execution(session, limits);
        if (answer.json()) {
            return run.kept(launched);
        }
        ExecutionReport report = run.onStandardOutput(launched);
        session.streams().out().println();
        return report;
    }

    private Guest begin(GuestLauncher launcher, LaunchRequest request, Limits limits) {
        if (!session.streams().interactive()) {
            return launcher.launch(request, LaunchListener.SILENT, limits);
        }
        try (Progress progress = new Progress(session.streams().err(), System::nanoTime)) {
            return launcher.launch(request, progress, limits);
        }
    }

    private void print(List<String> notes, List<String> result) {
        if (!answer.json()) {
            notes.forEach(note -> session.streams().err().println("note: " + note));
        }
        result.forEach(session.streams().out()::println);
    }
}
