// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.SendReport;
import org.cloister.api.launch.SendTarget;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.core.guard.PlatformCalls;

/** A guest as its caller sees it, over the session that does the work. */
final class LaunchedGuest implements Guest {
    private final GuestProvenance origin;
    private final GuestMachine session;
    private final CapabilityCalls abilities;
    private final LaunchProgress standing;
    private final Guests guests;
    private final GuestOperations operations;
    private final GuestExecution execution;
    private final GuestMove move;

    LaunchedGuest(GuestProvenance origin, GuestMachine session, LaunchProgress standing, Guests guests) {
        this.origin = origin;
        this.session = session;
        this.abilities = new CapabilityCalls(session, origin);
        this.standing = standing;
        this.guests = guests;
        this.operations = new GuestOperations(guests, session.home());
        this.execution = new GuestExecution(session, standing, operations);
        this.move = new GuestMove(origin, session, standing, operations);
    }

    @Override
    public String id() {
        return origin.id();
    }

    @Override
    public GuestType type() {
        return standing.plan().type();
    }

    @Override
    public GuestState state() {
        return standing.state();
    }

    @Override
    public Optional<String> reason() {
        return standing.moving().map(Moving::word);
    }

    @Override
    public LaunchReport report() {
        return new LaunchReport(
                origin.selection(),
                origin.chosen().platform(),
                origin.chosen().trust(),
                standing.plan(),
                standing.measurement(),
                standing.steps(),
                standing.expected());
    }

    @Override
    public PlatformFacts platform() {
        return session.facts();
    }

    @Override
    public Map<String, String> properties() {
        return origin.properties();
    }

    @Override
    public GuestStatus status() {
        session.prepare();
        return operations.status(id(), session);
    }

    /** State of its launch; empty before the first call. */
    Optional<LaunchContext> context() {
        return session.context();
    }

    @Override
    public GuestMemory memory() {
        return operations.asked(() -> session.machine().memory());
    }

    @Override
    public Optional<Executor> executor() {
        return execution.executor();
    }

    @Override
    public Optional<String> whyNotExecuted() {
        return execution.whyNot();
    }

    @Override
    public void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits) {
        operations.changing(limits, this::info, this::abandon, () -> {
            whilePaused(
                    limits,
                    () -> standing.silent(limits)
                            .run("secret", () -> abilities.injectSecret(header, payload, gpa, limits)),
                    CapabilityCalls::withoutAnAnswer);
            standing.markSecret();
            operations.news(listener -> listener.secretInjected(info()));
        });
    }

    @Override
    public Bytes attestationReport(Bytes nonce, Limits limits) {
        return operations.looking(limits, () -> abilities.attestationReport(nonce, limits));
    }

    @Override
    public Evidence attest(Bytes reportData, Limits limits) {
        return operations.looking(
                limits,
                () -> session.hold(limits, () -> {
                    standing.require(GuestState.RUNNING, "a guest can ask for a report only while it is running");
                    return abilities.attest(reportData, limits);
                }));
    }

    @Override
    public Bytes debugRead(long gpa, int length, Limits limits) {
        return operations.looking(limits, () -> abilities.debugRead(gpa, length, limits));
    }

    @Override
    public void debugWrite(long gpa, Bytes plaintext, Limits limits) {
        operations.looking(limits, () -> abilities.debugWrite(gpa, plaintext, limits));
    }

    /**
     * To the pause, and on to the end unless it is wanted to stop there; a launch that fails closes the guest. Within
     * the operation that the launch is.
     */
    void launch(GuestRequest request, boolean paused, Steps progress) {
        boolean launched = false;
        try {
            launch().run(request, paused, progress);
            if (!paused) {
                operations.news(listener -> listener.launched(info(), standing.micros()));
            }
            launched = true;
        } finally {
            if (!launched) {
                close();
            }
        }
    }

    @Override
    public SendReport send(SendTarget target, boolean keep, LaunchListener listener, Limits limits) {
        return move.send(this, execution.runs(), new GuestMove.Outgoing(target, keep, guests), listener, limits);
    }

    /** Takes in what is sent; after a failure it is closed, and nothing of it is left. */
    void receive(Arrival.Incoming incoming, LaunchListener listener, Limits limits) throws IOException {
        move.receive(this, incoming, listener, limits);
    }

    @Override
    public void proceed(Limits limits) {
        if (move.resumed(limits)) {
            return;
        }
        operations.changing(limits, this::info, this::abandon, () -> {
            // Half a launch is of no use to anybody
            whilePaused(limits, () -> launch().toTheEnd(standing.silent(limits)), kind -> true);
            operations.news(listener -> listener.launched(info(), standing.micros()));
        });
    }

    private void whilePaused(Limits limits, Runnable call, Predicate<Problem.Kind> fatal) {
        session.hold(limits, () -> {
            standing.require(GuestState.PAUSED, "this can be done only while the guest is paused");
            operations.orTold(this::info, () -> guests.orClose(this, call, fatal));
            return true;
        });
    }

    @Override
    public void reset(Limits limits) {
        operations.changing(limits, this::info, this::abandon, () -> {
            session.hold(limits, () -> {
                Reset prepared = Reset.prepare(standing, session, limits);
                operations.orTold(
                        this::info, () -> guests.orClose(this, () -> rebuild(prepared, standing.silent(limits))));
                return true;
            });
            operations.news(listener -> listener.reset(info(), standing.micros()));
        });
    }

    private void rebuild(Reset prepared, Steps progress) {
        standing.resetBegins(prepared);
        progress.run("machine", () -> session.renew(() -> origin.machines().apply(prepared.plan())));
        standing.followPlan(prepared.plan());
        setVcpus();
        launch().run(prepared.request(), prepared.paused(), progress);
        standing.resetEnds();
    }

    private Launch launch() {
        return new Launch(this, session, standing.plan());
    }

    /** Tells listeners what happened, in its order; not while somebody works with the guest. */
    void tellNews() {
        operations.tellNews();
    }

    void setVcpus() {
        standing.plan().vcpus().forEach(session::setVcpu);
    }

    private GuestInfo info() {
        return origin.info(type(), standing.measurement(), session.backend());
    }

    /** It is paused and cannot be measured yet; this is what its owner can compare meanwhile. */
    void expects(Optional<Measurement> computed) {
        standing.expects(computed);
    }

    void measured(Measurement value) {
        standing.measured(value);
        GuestInfo info = info();
        operations.news(listener -> listener.measured(info, value));
    }

    /** Called by the launch; a guest that was closed meanwhile stays closed. */
    void reached(GuestState next) {
        session.hold(Limits.NONE, () -> {
            standing.reached(next);
            return true;
        });
    }

    @Override
    public void close() {
        close(guests.calls().patience() / 2);
    }

    /** Whether a platform carries it. */
    boolean livesOn(PlatformCalls platform) {
        return origin.home() == platform;
    }

    /** From now on calls fail for this reason, those between two steps of a launch too; who closes it has to follow. */
    void endsFor(Problem why) {
        session.endsFor(why);
    }

    /** What listeners get of its end; without its backend, since to find that means to call foreign code. */
    GuestInfo lastInfo() {
        return origin.info(type(), standing.measurement(), Optional.empty());
    }

    /** Takes the machine away beneath a call that did not end within its limits. */
    void abandon() {
        close(0);
    }

    private void close(long patience) {
        try {
            execution.runs().end();
            session.close(patience);
        } finally {
            standing.reached(GuestState.CLOSED);
            guests.remove(this);
        }
    }
}
