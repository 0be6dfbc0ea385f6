// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.cli.report.AttestResult;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.monitor.MonitorSocket;
import org.cloister.monitor.ObjectWords;

/**
 * A guest's course under {@code launch}: launched, reported, and then closed, kept by its monitor, or left to the
 * running platform.
 *
 * @param secret what its owner hands in
 * @param attest whether it is asked for a report
 * @param monitor what keeps it
 * @param words how its protection was written
 * @param said the message for the caller
 * @param left whether it lives on when the command ends
 * @param execute whether it is executed
 */
record LaunchRun(
        CommandContext session,
        SecretOptions secret,
        AttestOptions attest,
        MonitorOptions monitor,
        ObjectWords words,
        LaunchPrinter said,
        boolean left,
        boolean execute) {

    void run(LaunchRequest request, Limits limits) {
        // The socket is there first, so that a path that cannot be costs no launch, and clients can wait for it
        Optional<MonitorSocket> socket = monitor.listen(session, request.platform());
        try {
            Guest launched = begin(request, limits);
            boolean stays = false;
            try {
                goOn(launched, socket, limits);
                if (left) {
                    // A caller that cancels so late gets no report of a guest that is gone
                    Limits.of(session.cancellation()).check();
                    stays = true;
                }
            } finally {
                if (!stays) {
                    launched.close();
                }
            }
        } finally {
            socket.ifPresent(MonitorSocket::close);
        }
    }

    private Guest begin(LaunchRequest request, Limits limits) {
        if (!session.streams().interactive()) {
            return session.launcher().launch(request, LaunchListener.SILENT, limits);
        }
        try (Progress progress = new Progress(session.streams().err(), System::nanoTime)) {
            return session.launcher().launch(request, progress, limits);
        }
    }

    private void goOn(Guest launched, Optional<MonitorSocket> socket, Limits limits) {
        said.banner(launched);
        if (secret.given()) {
            secret.handIn(said, new InputFiles(session), launched, limits);
        }
        Optional<AttestResult> attested =
                attest.given() ? Optional.of(attest.get(session, launched, limits)) : Optional.empty();
        if (monitor.keep()) {
            keep(launched, attested, socket);
        } else {
            said.report(launched, attested, limits);
        }
    }

    private void keep(Guest launched, Optional<AttestResult> attested, Optional<MonitorSocket> socket) {
        said.report(launched, attested, ExecutionReport.NOT_ASKED);
        socket.ifPresent(it -> session.streams().err().println("monitor: " + it.path()));
        session.streams().out().flush();
        new MonitoredGuest(session, words)
                .until(launched, socket, execute ? Optional.of(said.console()) : Optional.empty());
    }
}
