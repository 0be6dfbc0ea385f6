// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.api.launch.SendReport;
import org.cloister.api.launch.SendTarget;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.GuestRuns;
import org.cloister.core.move.MovedGuest;

/** How a guest comes and goes: what it may do meanwhile, and where it is in the end. Never on both sides. */
final class GuestMove {
    private final GuestProvenance origin;
    private final GuestMachine session;
    private final LaunchProgress standing;
    private final GuestOperations operations;
    private final TransferCalls calls;

    GuestMove(GuestProvenance origin, GuestMachine session, LaunchProgress standing, GuestOperations operations) {
        this.origin = origin;
        this.session = session;
        this.standing = standing;
        this.operations = operations;
        this.calls = new TransferCalls(session, operations);
    }

    /** Where it goes, and who has to know. */
    record Outgoing(SendTarget target, boolean keep, Guests guests) {}

    /** Sends it; processors that run are halted meanwhile, and go on where the guest stays here. */
    SendReport send(LaunchedGuest guest, GuestRuns runs, Outgoing out, LaunchListener listener, Limits limits) {
        session.machine();
        begin(limits);
        boolean executed = runs.any();
        long began = System.nanoTime();
        try {
            halt(runs, limits);
            SendReport report = halted(guest, out, listener, limits);
            return executed && !out.keep()
                    ? new SendReport(report.receiver(), report.bytes(), report.total(), since(began))
                    : report;
        } finally {
            runs.goOn();
        }
    }

    private SendReport halted(LaunchedGuest guest, Outgoing out, LaunchListener listener, Limits limits) {
        SendReport report;
        long confirmed;
        try {
            Sending sending = new Sending(
                    session,
                    calls,
                    out.target(),
                    listener,
                    limits,
                    out.guests().calls().shortOfPatience());
            report = sending.run(description(out));
            confirmed = System.nanoTime();
        } catch (Sending.Lost lost) {
            guest.close();
            throw (RuntimeException) lost.getCause();
        } catch (RuntimeException e) {
            standing.moves(Optional.empty());
            throw e;
        }
        if (!out.keep()) {
            guest.close();
        }
        // Only now: nobody can have it run in between
        standing.moves(Optional.empty());
        if (!out.keep()) {
            out.guests().noteEnd(guest.lastInfo(), sent(report));
        }
        release(out.target());
        return out.keep() ? report : longer(report, since(confirmed));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** It runs there only when it was released. */
    private static SendReport longer(SendReport report, Duration more) {
        return new SendReport(
                report.receiver(),
                report.bytes(),
                report.total().plus(more),
                report.downtime().plus(more));
    }

    private Problem sent(SendReport report) {
        return Problem.operation(CoreCodes.SEND_DONE, "the guest was sent away")
                .at(standing.guest())
                .found("receiver " + report.receiver().hex())
                .remedy("it is where it was sent, or can be restored from the file");
    }

    private void begin(Limits limits) {
        session.hold(limits, () -> {
            standing.require(GuestState.RUNNING, "only a guest that is running can be sent");
            standing.moves(Optional.of(Moving.SENDING));
            return true;
        });
    }

    private void halt(GuestRuns runs, Limits limits) {
        boolean halted = false;
        try {
            halted = runs.halt(limits);
        } finally {
            if (!halted) {
                standing.moves(Optional.empty());
            }
        }
        if (!halted) {
            throw Problem.operation(
                            ProblemCodes.GUEST_STATE, "a guest whose processors cannot be halted now cannot be sent")
                    .at(standing.guest())
                    .found("it is executed, and what does that cannot go on later")
                    .expected("a guest whose processors can be halted, or do not run")
                    .remedy("wait for the end of its run")
                    .exception();
        }
    }

    private MovedGuest description(Outgoing out) {
        LaunchPlan plan = standing.plan();
        Twins twins = out.guests().twins();
        return new MovedGuest(
                twins.number(),
                twins.process(),
                origin.id(),
                out.keep(),
                origin.chosen().trust(),
                new LaunchPlan(
                        plan.type(),
                        plan.memory(),
                        List.of(),
                        plan.vcpus(),
                        plan.vcpusMeasured(),
                        plan.policy(),
                        plan.profile(),
                        List.of()),
                origin.properties(),
                standing.measurement());
    }

    private static void release(SendTarget target) {
        try {
            target.released();
        } catch (IOException e) {
            throw Problem.operation(
                            CoreCodes.SEND_UNHEARD,
                            "the guest was sent, and does not run here any more;"
                                    + " the receiver did not answer whether it runs there")
                    .found(e.getMessage())
                    .remedy("look there with 'list': a guest that is held runs with 'resume'")
                    .exception(e);
        }
    }

    /** Takes it in, running or held; after a failure it is closed. */
    void receive(LaunchedGuest guest, Arrival.Incoming in, LaunchListener listener, Limits limits) throws IOException {
        boolean here = false;
        try {
            arrive(in, listener, limits);
            here = true;
        } finally {
            if (!here) {
                guest.close();
            }
        }
    }

    private void arrive(Arrival.Incoming in, LaunchListener listener, Limits limits) throws IOException {
        standing.moves(Optional.of(Moving.RECEIVING));
        new Receiving(session, calls, in.guest(), in.stream(), listener, limits).run(in.source());
        in.guest().measurement().ifPresent(standing::measured);
        session.hold(Limits.NONE, () -> {
            standing.moves(Optional.of(Moving.HELD));
            standing.reached(GuestState.PAUSED);
            return true;
        });
        try {
            if (in.source().confirm(origin.id()) == ReceiveSource.Word.END) {
                throw Problem.operation(CoreCodes.RECEIVE_TAKEN_BACK, "the sender runs the guest on")
                        .at(standing.guest())
                        .remedy("nothing of it is left here")
                        .exception();
            }
            resumed(Limits.NONE);
        } catch (IOException e) {
            // Who knows better says so with resume or stop
        }
    }

    /** Has a held guest run; false for another. */
    boolean resumed(Limits limits) {
        boolean resumed = session.hold(limits, () -> {
            boolean held = standing.moving().filter(Moving.HELD::equals).isPresent();
            if (held) {
                standing.reached(GuestState.RUNNING);
                standing.moves(Optional.empty());
                operations.news(listener -> listener.launched(
                        origin.info(standing.plan().type(), standing.measurement(), Optional.empty()),
                        standing.micros()));
            }
            return held;
        });
        if (resumed) {
            operations.tellNews();
        }
        return resumed;
    }
}
