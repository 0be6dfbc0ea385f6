// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.monitor.GuestEnd;
import org.cloister.monitor.MonitorSocket;
import org.cloister.monitor.MonitoredRun;
import org.cloister.monitor.ObjectWords;
import org.cloister.monitor.QmpMonitor;

/** Keeps a launched guest until its monitor, a signal or the guest itself ends it. */
final class MonitoredGuest {
    private final CommandContext session;
    private final ObjectWords words;

    MonitoredGuest(CommandContext session, ObjectWords words) {
        this.session = session;
        this.words = words;
    }

    /**
     * Waits for the end.
     *
     * @param console gets what the guest writes while it is executed; empty when it is not to be executed
     * @throws org.cloister.api.CloisterException {@code execution.ended}, or what cost the guest its life
     */
    void until(Guest guest, Optional<MonitorSocket> socket, Optional<OutputStream> console) {
        MonitoredRun run = new MonitoredRun(guest, console, Limits.of(session.cancellation()));
        Optional<QmpMonitor> monitor = socket.map(it -> QmpMonitor.start(
                it,
                run,
                MonitorOptions.processor(session, guest).map(SecureProcessor.class::cast),
                words,
                session.folder()));
        try {
            require(ended(run));
        } finally {
            monitor.ifPresent(QmpMonitor::close);
        }
    }

    private GuestEnd ended(MonitoredRun run) {
        CompletableFuture<GuestEnd> ended = run.ended();
        try (Cancellation.Registration registration =
                session.cancellation().onCancel(() -> new Thread(run::signal, "signal").start())) {
            return ended.join();
        }
    }

    private void require(GuestEnd ending) {
        ending.failure().ifPresent(failure -> {
            throw failure;
        });
        switch (ending.cause()) {
            case QUIT, SHUTDOWN -> {}
            case SIGNAL -> Limits.of(session.cancellation()).check();
            default ->
                throw Problem.operation(CliCodes.EXECUTION_ENDED, "the guest did not end by itself")
                        .found(ending.detail())
                        .exception();
        }
    }
}
