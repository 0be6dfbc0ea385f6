// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.core.guard.MachineCalls;
import org.cloister.core.guard.TypeCalls;
import org.cloister.core.guard.Vendor;

/**
 * The machine of one guest and the context of its launch. Calls are done one after the other; each may be made by
 * another backend. The contexts are replaced only by a call that succeeded, before the backend is left: so an idle
 * backend has all its contexts stored.
 */
final class GuestMachine {
    /** For calls whose progress is not reported. */
    static final BiConsumer<Long, Long> UNHEARD = (done, total) -> {};

    private final BackendCalls calls;
    private final PlatformFacts facts;
    private final GuestType type;
    private final Vendor home;
    private final GuestTurn turn = new GuestTurn();
    private final AtomicReference<LentMachine> lent = new AtomicReference<>();
    private volatile MachineCalls vm;
    private final StoredContexts contexts = new StoredContexts();

    GuestMachine(BackendCalls calls, PlatformFacts facts, MachineCalls vm, GuestType type, Vendor home) {
        this.calls = calls;
        this.facts = facts;
        this.vm = vm;
        this.type = type;
        this.home = home;
    }

    /** A call that moves the launch on: it commits its context, of whatever schema. */
    @FunctionalInterface
    interface Advance {
        LaunchContext apply(TypeCalls support, LaunchContext context, Machine machine);
    }

    /** A call that is asked for its answer: of a backend that adopted, it commits nothing. */
    @FunctionalInterface
    interface Ask<T> {
        Outcome<T> apply(TypeCalls support, LaunchContext context, Machine machine);
    }

    /** A call of whatever kind, with the machine for as long as it goes on. */
    private <T> T lend(Limits limits, BiConsumer<Long, Long> progress, Function<LentMachine, T> call) {
        return turn.take(limits, () -> {
            try (LentMachine machine = new LentMachine(vm, facts, limits, progress)) {
                LentMachine before = lent.getAndSet(machine);
                try {
                    return call.apply(machine);
                } finally {
                    lent.set(before);
                }
            }
        });
    }

    /** Several calls, and nobody else's between them. */
    <T> T hold(Limits limits, Supplier<T> work) {
        return turn.take(limits, work);
    }

    void init(GuestRequest request, LaunchPlan plan, Limits limits) {
        lend(
                limits,
                UNHEARD,
                machine -> calls.begin(type, support -> {
                    machine.to(support.vendor());
                    GuestRequest own = KeptSettings.forType(type, support.properties(), request);
                    return commit(Contexts.checked(support, support.init(own, plan, machine)));
                }));
    }

    void advance(Limits limits, BiConsumer<Long, Long> progress, Advance call) {
        lend(
                limits,
                progress,
                machine -> calls.call(contexts.committed(), (support, before) -> {
                    machine.to(support.vendor());
                    LaunchContext latest = contexts.latest(before);
                    return commit(Contexts.checked(support, call.apply(support, latest, machine)));
                }));
    }

    /** A call that moves the guest on, and has an answer: as {@link #advance}. */
    <T> T perform(Limits limits, Ask<T> call) {
        return lend(
                limits,
                UNHEARD,
                machine -> calls.call(contexts.committed(), (support, before) -> {
                    Outcome<T> answer = call.apply(support, contexts.latest(before), machine);
                    commit(Contexts.checked(support, answer.context()));
                    return answer.value();
                }));
    }

    /** A question to who would begin, before there is a context. */
    <T> T askFirst(Limits limits, BiFunction<TypeCalls, Machine, T> call) {
        return lend(limits, UNHEARD, machine -> calls.begin(type, support -> call.apply(support, machine)));
    }

    /** Begins otherwise than by a launch. */
    void beginBy(Limits limits, BiFunction<TypeCalls, Machine, LaunchContext> call) {
        askFirst(limits, (support, machine) -> commit(Contexts.checked(support, call.apply(support, machine))));
    }

    <T> T ask(Limits limits, BiConsumer<Long, Long> progress, Ask<T> call) {
        return lend(
                limits,
                progress,
                machine -> calls.call(contexts.committed(), (support, before) -> {
                    LaunchContext latest = contexts.latest(before);
                    Outcome<T> answer = answer(support, latest, machine, call);
                    contexts.answered(answer.context());
                    return answer.value();
                }));
    }

    /**
     * A question that the secure processor answers once, as SEV's is for its measurement: who asks it changes the
     * guest. It is put by the backend whose context is committed, so that this one can go on whoever comes and goes.
     * Where that is not there, what another one learned is committed.
     */
    <T> T askOnce(Limits limits, BiConsumer<Long, Long> progress, Ask<T> call) {
        return lend(
                limits,
                progress,
                machine -> calls.callWriter(contexts.committed(), (support, before) -> {
                    LaunchContext latest = contexts.latest(before);
                    Outcome<T> answer = answer(support, latest, machine, call);
                    contexts.answeredOnce(latest, answer.context());
                    return answer.value();
                }));
    }

    private <T> Outcome<T> answer(TypeCalls support, LaunchContext latest, LentMachine machine, Ask<T> call) {
        machine.to(support.vendor());
        Outcome<T> answer = call.apply(support, latest, machine);
        Contexts.checked(support, answer.context());
        turn.requireOpen();
        return answer;
    }

    /** Who comes back after the guest was closed changes nothing any more. */
    private LaunchContext commit(LaunchContext next) {
        turn.requireOpen();
        contexts.commit(next);
        return next;
    }

    GuestStatus status(Limits limits) {
        return ask(
                limits, UNHEARD, (support, before, machine) -> new Outcome<>(before, support.status(before, machine)));
    }

    /** Whether its type says so. */
    boolean isReady(Limits limits) {
        return status(limits).ready();
    }

    void setVcpu(VcpuState state) {
        turn.take(Limits.NONE, () -> {
            vm.setVcpu(state);
            return null;
        });
    }

    /** Before a question: finds out, in bounded time, who answers it. */
    void prepare() {
        context().ifPresent(calls::prepare);
    }

    /** Asks the backend that would begin a launch now. */
    <R> R begin(Function<TypeCalls, R> work) {
        return calls.begin(type, work);
    }

    /**
     * Ends the machine and goes on with a new one in which nothing was done yet. The old one goes first: the platform
     * may have no room for both. When that or the new one fails, the session is closed.
     */
    void renew(Supplier<MachineCalls> making) {
        turn.take(Limits.NONE, () -> {
            vm.close();
            contexts.clear();
            vm = making.get();
            return null;
        });
    }

    /** Calls that come from now on fail with this; it does not wait for one that is under way. */
    void endsFor(Problem why) {
        turn.endFor(why);
    }

    /** Ends it, beneath a call that does not end in a while. */
    void close(long patience) {
        turn.end(patience);
        LentMachine out = lent.getAndSet(null);
        if (out != null) {
            out.withdraw(turn.reason());
        }
        vm.close();
    }

    /** The committed state of the launch; empty before its first call. Does not wait for a call that is under way. */
    Optional<LaunchContext> context() {
        return Optional.ofNullable(contexts.committed());
    }

    /** Which backend goes on with it, by name and version. */
    Optional<String> backend() {
        return context().flatMap(calls::provider);
    }

    MachineCalls machine() {
        turn.requireOpen();
        return vm;
    }

    /** Whose backend launched it. */
    Vendor home() {
        return home;
    }

    /** The platform's facts. */
    PlatformFacts facts() {
        return facts;
    }

    /** Why the platform does not offer a feature. */
    String whyNot(String feature) {
        return facts.whyNot(feature);
    }
}
