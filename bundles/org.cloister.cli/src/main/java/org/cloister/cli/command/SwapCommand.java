// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.cloister.api.Deadline;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.SwapReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.SwapResult;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.TimeSpan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swap}: replaces a backend of a running platform while guests live. */
@Command(
        name = "swap",
        description = {
            "Replaces the backend of a guest type in the running platform, while guests live.",
            "The new one is tried beside the old; after any failure the old one serves as before."
        },
        sortOptions = false)
final class SwapCommand implements Runnable {
    private final CommandContext session;

    @Parameters(index = "0", paramLabel = "TYPE", description = "The guest type, such as sev-snp.")
    private String type;

    @Parameters(
            index = "1",
            paramLabel = "JAR",
            description = "The new backend's bundle, which this command reads and hands over; or - for standard input.")
    private String jar;

    @Option(
            names = "--no-canary",
            description =
                    "Try no launch through the old and the new one before; for types that name no platform for it.")
    private boolean noCanary;

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "DIFF",
            description = "Differences between the old and the new one that are intended, such as digest.")
    private Set<String> accepted = Set.of();

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "How long calls of the old one may take to end, as 500ms, 30s or 5m; 10s by default.")
    private Duration drain = BackendSwap.DRAIN;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Go back to the old one when all of it takes longer than this.")
    private Duration timeout;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private SwapCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new SwapCommand(session));
    }

    @Override
    public void run() {
        folder.refuse();
        GuestType wanted = new GuestType(type);
        BackendKeeper keeper = session.keeper();
        SwapReport report = new BundleFile(session).with(jar, file -> swap(keeper, wanted, file));
        if (!answer.json()) {
            report.notes().forEach(note -> session.streams().err().println("note: " + note));
        }
        SwapResult result = new SwapResult(report);
        answer.print(session, () -> Json.text(result.json()), result::text);
    }

    private SwapReport swap(BackendKeeper keeper, GuestType wanted, Path file) {
        BackendSwap swap = new BackendSwap(wanted, file, !noCanary, accepted, drain);
        if (!session.streams().interactive()) {
            return keeper.swap(swap, LaunchListener.SILENT, limits());
        }
        try (Progress progress = new Progress(session.streams().err(), System::nanoTime)) {
            return keeper.swap(swap, progress, limits());
        }
    }

    private Limits limits() {
        return timeout == null
                ? Limits.of(session.cancellation())
                : Limits.of(session.cancellation(), Deadline.after(timeout));
    }
}
