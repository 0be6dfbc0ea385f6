// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.api.platform.Executor;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.session.CommandContext;

/** Runs a launched guest where that was asked for. */
final class ExecuteOption {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_CONSOLE_BYTES = 1 << 20;

    private final CommandContext session;
    private final Limits limits;

    ExecuteOption(CommandContext session, Limits limits) {
        this.session = session;
        this.limits =
                limits.deadline().isPresent() ? limits : Limits.of(session.cancellation(), Deadline.after(PATIENCE));
    }

    /** Runs it with its console on standard output, as it comes. */
    ExecutionReport onStandardOutput(Guest guest) {
        return run(guest, session.streams().out(), Optional.empty());
    }

    /** Runs it and keeps its console for the report. */
    ExecutionReport kept(Guest guest) {
        Kept console = new Kept();
        return run(guest, console, Optional.of(console));
    }

    /** Runs it with its console where the answer goes: before text, inside JSON. */
    ExecutionReport shown(Guest guest, OutputFormat answer) {
        if (answer.json()) {
            return kept(guest);
        }
        ExecutionReport report = onStandardOutput(guest);
        session.streams().out().println();
        return report;
    }

    private ExecutionReport run(Guest guest, OutputStream console, Optional<Kept> kept) {
        Optional<Executor> executor = guest.executor();
        if (executor.isEmpty()) {
            return ExecutionReport.impossible(guest.whyNotExecuted().orElseThrow());
        }
        return session.services().executions().during(guest, () -> {
            Executor.End end = executor.get().run(console, limits);
            return ExecutionReport.of(end, kept.map(Kept::text));
        });
    }

    /** The exit code also tells whether the guest halted by itself. */
    static void require(ExecutionReport report) {
        switch (report.ended()) {
            case "halted" -> {}
            case "none" ->
                throw Problem.host(CliCodes.EXECUTION_MISSING, "the guest was launched, and cannot be run here")
                        .found(report.detail())
                        .exception();
            default ->
                throw Problem.operation(CliCodes.EXECUTION_ENDED, "the guest did not halt by itself")
                        .found(report.ended() + (report.detail().isEmpty() ? "" : ": " + report.detail()))
                        .exception();
        }
    }

    /** The beginning of what a guest writes; it may write for ever. */
    private static final class Kept extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int value) {
            if (bytes.size() < MOST_CONSOLE_BYTES) {
                bytes.write(value);
            }
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
