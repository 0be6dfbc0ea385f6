// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.cli.session.Session;
import org.cloister.monitor.Ending;
import org.cloister.monitor.GuestRun;
import org.cloister.monitor.Monitor;
import org.cloister.monitor.MonitorSocket;

/** Keeps a launched guest until its monitor, a signal or the guest itself ends it. */
final class KeptGuest {
    private final Session session;

    KeptGuest(Session session) {
        this.session = session;
    }

    /**
     * Waits for the end.
     *
     * @param console gets what the guest writes while it is executed; empty when it is not to be executed
     * @throws org.cloister.api.CloisterException {@code execution.ended}, or what cost the guest its life
     */
    void until(Guest guest, Optional<MonitorSocket> socket, Optional<OutputStream> console) {
        GuestRun run = new GuestRun(guest, console, Limits.of(session.cancellation()));
        Optional<Monitor> monitor =
                socket.map(it -> Monitor.start(it, run, MonitorOptions.processor(session, guest), session.folder()));
        try {
            require(ended(run));
        } finally {
            monitor.ifPresent(Monitor::close);
        }
    }

    private Ending ended(GuestRun run) {
        CompletableFuture<Ending> ended = run.ended();
        try (Cancellation.Registration registration =
                session.cancellation().onCancel(() -> new Thread(run::signal, "signal").start())) {
            return ended.join();
        }
    }

    private void require(Ending ending) {
        ending.failure().ifPresent(failure -> {
            throw failure;
        });
        switch (ending.cause()) {
            case QUIT, SHUTDOWN -> {}
            case SIGNAL -> Limits.of(session.cancellation()).check();
            default ->
                throw Problem.operation("execution.ended", "the guest did not end by itself")
                        .found(ending.detail())
                        .exception();
        }
    }
}
