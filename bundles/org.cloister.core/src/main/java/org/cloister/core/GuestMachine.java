// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;

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
    private volatile VirtualMachine vm;
    private final GuestType type;
    private final StoredContexts contexts = new StoredContexts();
    private volatile Optional<Problem> ended = Optional.empty();
    private boolean closed;

    GuestMachine(BackendCalls calls, PlatformFacts facts, VirtualMachine vm, GuestType type) {
        this.calls = calls;
        this.facts = facts;
        this.vm = vm;
        this.type = type;
    }

    /** A call that moves the launch on: it commits its context, of whatever schema. */
    @FunctionalInterface
    interface Advance {
        LaunchContext apply(ConfidentialGuestSupport support, LaunchContext context, Machine machine);
    }

    /** A call that is asked for its answer: of a backend that adopted, it commits nothing. */
    @FunctionalInterface
    interface Ask<T> {
        Outcome<T> apply(ConfidentialGuestSupport support, LaunchContext context, Machine machine);
    }

    synchronized void init(GuestRequest request, LaunchPlan plan, Limits limits) {
        requireOpen();
        try (LentMachine machine = lend(limits, UNHEARD)) {
            calls.begin(type, support -> {
                GuestRequest own = KeptSettings.forType(type, support.properties(), request);
                LaunchContext first = Contexts.checked(support, type, support.init(own, plan, machine));
                contexts.commit(first);
                return first;
            });
        }
    }

    synchronized void advance(Limits limits, BiConsumer<Long, Long> progress, Advance call) {
        requireOpen();
        try (LentMachine machine = lend(limits, progress)) {
            calls.call(contexts.committed(), (support, before) -> {
                LaunchContext latest = contexts.latest(before);
                LaunchContext after = Contexts.checked(support, type, call.apply(support, latest, machine));
                contexts.commit(after);
                return after;
            });
        }
    }

    synchronized <T> T ask(Limits limits, BiConsumer<Long, Long> progress, Ask<T> call) {
        requireOpen();
        try (LentMachine machine = lend(limits, progress)) {
            return calls.call(contexts.committed(), (support, before) -> {
                Outcome<T> answer = call.apply(support, contexts.latest(before), machine);
                contexts.answered(Contexts.checked(support, type, answer.context()));
                return answer.value();
            });
        }
    }

    synchronized GuestStatus status() {
        return ask(
                Limits.NONE,
                UNHEARD,
                (support, before, machine) -> new Outcome<>(before, support.status(before, machine)));
    }

    synchronized void setVcpu(VcpuState state) {
        requireOpen();
        VendorCall.of(facts.vmm(), () -> {
            vm.setVcpu(state);
            return null;
        });
    }

    /** Asks the backend that would begin a launch now. */
    <R> R begin(Function<ConfidentialGuestSupport, R> work) {
        return calls.begin(type, work);
    }

    /**
     * Ends the machine and goes on with a new one in which nothing was done yet. The old one goes first: the platform
     * may have no room for both. When that or the new one fails, the session is closed.
     */
    synchronized void renew(Supplier<VirtualMachine> making) {
        requireOpen();
        close();
        contexts.clear();
        vm = making.get();
        closed = false;
    }

    /** Calls that come from now on fail with this; it does not wait for one that is under way. */
    void endsFor(Problem why) {
        ended = Optional.of(why);
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            VendorCall.of(facts.vmm(), () -> {
                vm.close();
                return null;
            });
        }
    }

    /** The committed state of the launch; empty before its first call. Does not wait for a call that is under way. */
    Optional<LaunchContext> context() {
        return Optional.ofNullable(contexts.committed());
    }

    /** Which backend goes on with it, by name and version. */
    Optional<String> backend() {
        return context().flatMap(calls::provider);
    }

    synchronized VirtualMachine machine() {
        requireOpen();
        return vm;
    }

    /** The platform's facts. */
    PlatformFacts facts() {
        return facts;
    }

    /** Why the platform does not offer a feature. */
    String whyNot(String feature) {
        return facts.whyNot(feature);
    }

    private LentMachine lend(Limits limits, BiConsumer<Long, Long> progress) {
        return new LentMachine(vm, facts, limits, progress);
    }

    private void requireOpen() {
        ended.ifPresent(why -> {
            throw why.exception();
        });
        if (closed) {
            throw Problem.operation(ProblemCodes.GUEST_CLOSED, "the guest was closed")
                    .exception();
        }
    }
}
