// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

/** {@code swap}: replaces a backend of a running platform while guests live. */
final class SwapCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> type = rows.operand("TYPE", "The guest type, such as sev-snp.");
    private final OptionRow<String> jar = rows.operand(
            "JAR", "The new backend's bundle, which this command reads and hands over; or - for standard input.");
    private final OptionRow<Boolean> noCanary = rows.flag(
            "--no-canary",
            "Try no launch through the old and the new one before; for types that name no platform for it.");
    private final OptionRow<List<String>> accepted = rows.texts(
                    "--accept",
                    "DIFF",
                    "Differences between the old and the new one that are intended, such as digest.")
            .parted();
    private final OptionRow<Duration> drain = rows.text(
                    "--drain",
                    "TIME",
                    "How long calls of the old one may take to end, as 500ms, 30s or 5m; 10s by default.")
            .as(Duration.class, new TimeSpan())
            .otherwise(BackendSwap.DRAIN);
    private final OptionRow<Duration> timeout = rows.text(
                    "--timeout", "TIME", "Go back to the old one when all of it takes longer than this.")
            .as(Duration.class, new TimeSpan());
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private SwapCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        SwapCommand command = new SwapCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning("The new one is tried beside the old; after any failure the old one serves as before.");
    }

    @Override
    public void run() {
        folder.refuse();
        GuestType wanted = new GuestType(type.value());
        BackendKeeper keeper = session.keeper();
        SwapReport report = new BundleFile(session).with(jar.value(), file -> swap(keeper, wanted, file));
        if (!answer.json()) {
            report.notes().forEach(note -> NoteLine.print(session, note));
        }
        SwapResult result = new SwapResult(report);
        answer.print(session, () -> Json.text(result.json()), result::text);
    }

    private SwapReport swap(BackendKeeper keeper, GuestType wanted, Path file) {
        BackendSwap swap =
                new BackendSwap(wanted, file, !noCanary.value(), Set.copyOf(accepted.value()), drain.value());
        if (!session.streams().interactive()) {
            return keeper.swap(swap, LaunchListener.SILENT, limits());
        }
        try (Progress progress = new Progress(session.streams().err(), System::nanoTime)) {
            return keeper.swap(swap, progress, limits());
        }
    }

    private Limits limits() {
        return timeout.value() == null
                ? Limits.of(session.cancellation())
                : Limits.of(session.cancellation(), Deadline.after(timeout.value()));
    }
}
