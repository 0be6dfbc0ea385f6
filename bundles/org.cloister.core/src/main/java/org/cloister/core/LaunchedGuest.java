package org.cloister.core;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.Step;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;

/** A guest as its caller sees it, over the session that does the work. */
final class LaunchedGuest implements Guest {
    private final String id;
    private final Session session;
    private final Selection selection;
    private final Function<LaunchPlan, VirtualMachine> machines;
    private final Map<String, String> properties;
    private final Guests guests;
    private final List<Step> steps;
    private volatile LaunchPlan plan;
    private volatile Optional<Measurement> measurement = Optional.empty();
    private volatile GuestState state = GuestState.LAUNCHING;
    private Optional<Reset> reset = Optional.empty();
    private boolean secret;

    LaunchedGuest(
            String id,
            Session session,
            Selection selection,
            LaunchPlan plan,
            Function<LaunchPlan, VirtualMachine> machines,
            Map<String, String> properties,
            Guests guests,
            List<Step> steps) {
        this.id = id;
        this.session = session;
        this.selection = selection;
        this.plan = plan;
        this.machines = machines;
        this.properties = properties;
        this.guests = guests;
        this.steps = steps;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public GuestType type() {
        return plan.type();
    }

    @Override
    public GuestState state() {
        return state;
    }

    @Override
    public LaunchReport report() {
        String vmm = selection.chosen().orElseThrow().platform();
        Trust trust = selection.chosen().orElseThrow().trust();
        return new LaunchReport(selection, vmm, trust, plan, measurement, steps);
    }

    @Override
    public PlatformFacts platform() {
        return session.facts();
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public GuestStatus status() {
        return session.status();
    }

    /** What its launch has come to; empty before the first call. */
    Optional<LaunchContext> context() {
        return session.context();
    }

    @Override
    public GuestMemory memory() {
        return session.machine().memory();
    }

    @Override
    public Optional<Executor> executor() {
        return state == GuestState.RUNNING ? session.machine().executor() : Optional.empty();
    }

    @Override
    public Optional<String> whyNotExecuted() {
        if (state != GuestState.RUNNING) {
            return Optional.of("the guest is not running: it is " + state.name().toLowerCase(Locale.ROOT));
        }
        return executor().isPresent() ? Optional.empty() : Optional.of(session.whyNot("execution"));
    }

    @Override
    public void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits) {
        Session.Advance inject = (support, context, machine) -> required(
                        support, SecretInjection.class, "this guest type takes no secrets")
                .injectSecret(context, header, payload, gpa, machine);
        whilePaused(
                () -> unheard(limits).run("secret", () -> session.advance(limits, Session.UNHEARD, inject)),
                LaunchedGuest::reachedTheProcessor);
        secret = true;
        guests.listener().secretInjected(info());
    }

    /** What is wrong before the secure processor is asked says nothing about the guest. */
    private static boolean reachedTheProcessor(Problem.Kind kind) {
        return kind != Problem.Kind.INPUT && kind != Problem.Kind.HOST;
    }

    @Override
    public Bytes attestationReport(Bytes nonce, Limits limits) {
        return session.ask(
                limits,
                Session.UNHEARD,
                (support, context, machine) -> new Outcome<>(
                        context,
                        required(support, HostAttestation.class, "the host cannot ask for reports of this guest type")
                                .report(context, nonce, machine)));
    }

    @Override
    public Evidence attest(Bytes reportData, Limits limits) {
        synchronized (session) {
            // What is closed is told of as that
            session.machine();
            require(GuestState.RUNNING, "a guest can ask for a report only while it is running");
            return session.ask(
                    limits,
                    Session.UNHEARD,
                    (support, context, machine) -> new Outcome<>(
                            context,
                            required(support, GuestAttestation.class, "guests of this type cannot ask for reports")
                                    .attest(context, reportData, machine)));
        }
    }

    @Override
    public Bytes debugRead(long gpa, int length, Limits limits) {
        return session.ask(
                limits,
                Session.UNHEARD,
                (support, context, machine) -> new Outcome<>(
                        context,
                        required(support, DebugAccess.class, "the host cannot look into guests of this type")
                                .debugRead(context, gpa, length, machine)));
    }

    private <C extends GuestCapability> C required(
            ConfidentialGuestSupport support, Class<C> capability, String otherwise) {
        return support.capability(capability)
                .orElseThrow(() -> Problem.host("capability.missing", otherwise)
                        .at(type().name())
                        .exception());
    }

    @Override
    public void proceed(Limits limits) {
        // Half a launch is of no use to anybody
        whilePaused(() -> new Launch(this, session, plan).toTheEnd(unheard(limits)), kind -> true);
        tellLaunched();
    }

    @Override
    public void reset(Limits limits) {
        synchronized (session) {
            Reset prepared = Reset.prepare(this, session, limits);
            try {
                guests.orClose(this, () -> rebuild(prepared, unheard(limits)));
            } catch (RuntimeException e) {
                guests.listener().failed(Failures.of(info(), e));
                throw e;
            }
            guests.listener().reset(info(), micros());
        }
    }

    private void rebuild(Reset prepared, Steps progress) {
        state = GuestState.LAUNCHING;
        secret = false;
        reset = Optional.of(prepared);
        steps.clear();
        progress.run("machine", () -> session.renew(() -> machines.apply(prepared.plan())));
        plan = prepared.plan();
        setVcpus();
        Launch launch = new Launch(this, session, plan);
        launch.toThePause(prepared.request(), progress);
        if (prepared.paused()) {
            launch.pause(progress);
        } else {
            launch.toTheEnd(progress);
        }
        reset = Optional.empty();
    }

    LaunchPlan plan() {
        return plan;
    }

    /** Whether its owner's secret is in it. */
    boolean hasSecret() {
        return secret;
    }

    Optional<Measurement> measurement() {
        return measurement;
    }

    private void whilePaused(Runnable call, Predicate<Problem.Kind> fatal) {
        synchronized (session) {
            require(GuestState.PAUSED, "this can be done only while the guest is paused");
            try {
                guests.orClose(this, call, fatal);
            } catch (RuntimeException e) {
                guests.listener().failed(Failures.of(info(), e));
                throw e;
            }
        }
    }

    private void require(GuestState expected, String otherwise) {
        if (state != expected) {
            throw Problem.operation("guest.state", otherwise)
                    .at("guest " + id)
                    .found(state)
                    .expected(expected)
                    .exception();
        }
    }

    /** To the pause, and on to the end unless the request wants it to stop there. */
    void launch(GuestRequest request, boolean paused, Steps progress) {
        Launch launch = new Launch(this, session, plan);
        launch.toThePause(request, progress);
        if (paused) {
            launch.pause(progress);
        } else {
            launch.toTheEnd(progress);
            tellLaunched();
        }
    }

    void setVcpus() {
        plan.vcpus().forEach(session::setVcpu);
    }

    private GuestInfo info() {
        Candidate chosen = selection.chosen().orElseThrow();
        return new GuestInfo(id, type(), chosen.platform(), chosen.trust());
    }

    private void tellLaunched() {
        guests.listener().launched(info(), micros());
    }

    private long micros() {
        return steps.stream().mapToLong(Step::micros).sum();
    }

    private Steps unheard(Limits limits) {
        return new Steps(LaunchListener.SILENT, limits, steps);
    }

    void measured(Measurement value) {
        reset.ifPresent(it -> it.requireIdentical(value));
        measurement = Optional.of(value);
        guests.listener().measured(info(), value);
    }

    /** Called by the launch in the session's monitor, so that a guest that was closed meanwhile stays closed. */
    void reached(GuestState next) {
        synchronized (session) {
            session.machine();
            state = next;
        }
    }

    @Override
    public void close() {
        synchronized (session) {
            state = GuestState.CLOSED;
            try {
                session.close();
            } finally {
                guests.remove(this);
            }
        }
    }
}
