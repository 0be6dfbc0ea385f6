// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.api.Limits;
import org.cloister.api.Numbers;
import org.cloister.api.Trust;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.Preview;
import org.cloister.cli.report.AttestResult;
import org.cloister.cli.report.ExecutionReport;
import org.cloister.cli.report.GuestView;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.LaunchJson;
import org.cloister.cli.report.LaunchText;
import org.cloister.cli.report.MeasurementAnswer;
import org.cloister.cli.report.Notes;
import org.cloister.cli.session.CommandContext;

/**
 * What {@code launch} says, and where.
 *
 * @param execute whether the guest is to be executed
 * @param asked what of a measurement's owner is known
 */
record LaunchPrinter(CommandContext session, boolean json, boolean execute, AskedGuest asked) {
    private static final String EMULATED_BANNER =
            "EMULATED: this guest is on a platform in software. Nothing protects it, and its measurement proves nothing.";

    void preview(Preview preview) {
        print(preview.plan().notes(), json ? List.of(Json.text(LaunchJson.of(preview))) : LaunchText.of(preview));
    }

    void banner(Guest launched) {
        if (launched.report().trust() == Trust.EMULATED) {
            session.streams().err().println(EMULATED_BANNER);
        }
    }

    /** Tells the measurement of a guest that waits, and how its owner verifies it. */
    void measurement(Guest launched) {
        launched.report().measurement().flatMap(MeasurementAnswer::base64).ifPresent(answer -> {
            PrintStream err = session.streams().err();
            err.println("measurement: " + answer);
            MeasuringFirmware.of(session, launched).ifPresent(status -> {
                err.println("SEV API: " + GuestView.version(status) + ", policy "
                        + Numbers.hex(launched.report().plan().policy().value()));
                asked.verify(launched, status).ifPresent(command -> err.println("verify: " + command));
            });
            err.flush();
        });
    }

    /** Tells what becomes of a guest whose secret was refused. */
    void secretRefused() {
        session.streams()
                .err()
                .println(
                        "The secret was refused, and this launch ends its guest. With --paused and --qmp the guest stays,"
                                + " and takes the right secret by sev-inject-launch-secret.");
    }

    /** Executes the guest if requested, and prints everything. */
    void report(Guest launched, Optional<AttestResult> attestation, Limits limits) {
        ExecutionReport execution = execute ? run(launched, limits) : ExecutionReport.NOT_ASKED;
        report(launched, attestation, execution);
        if (execute) {
            ExecuteOption.require(execution);
        }
    }

    void report(Guest launched, Optional<AttestResult> attestation, ExecutionReport execution) {
        Optional<PlatformStatus> firmware = MeasuringFirmware.of(session, launched);
        GuestView view = new GuestView(
                launched, execution, attestation, firmware, firmware.flatMap(it -> asked.verify(launched, it)));
        print(Notes.of(launched, execute), json ? List.of(Json.text(view.json())) : view.text());
    }

    /** Where a guest's console goes: a JSON document stays the only thing on standard output. */
    OutputStream console() {
        return json ? session.streams().err() : session.streams().out();
    }

    private ExecutionReport run(Guest launched, Limits limits) {
        ExecuteOption run = new ExecuteOption(session, limits);
        if (json) {
            return run.kept(launched);
        }
        ExecutionReport report = run.onStandardOutput(launched);
        session.streams().out().println();
        return report;
    }

    private void print(List<String> notes, List<String> result) {
        if (!json) {
            notes.forEach(note -> NoteLine.print(session, note));
        }
        result.forEach(session.streams().out()::println);
    }
}
