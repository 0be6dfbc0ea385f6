// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.LaunchContext;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.Arrivals;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.TypeCalls;
import org.cloister.core.guard.Vendor;

/**
 * The backends of all guest types. Every call of a launch asks here who makes it: that is the seam at which a backend
 * can be replaced between two steps.
 */
final class Backends implements BackendCalls {
    private volatile BackendOrder seats = BackendOrder.NONE;

    private final Map<String, PendingBackends> trials = new ConcurrentHashMap<>();
    private final Map<Long, Noted> noted = new ConcurrentHashMap<>();
    private final GuardedCalls calls;
    private final Arrivals arrivals;

    /** A registered service, and how it ranks now. */
    private record Noted(Vendor vendor, ServiceKey key) {}

    Backends(GuardedCalls calls) {
        this.calls = calls;
        this.arrivals = new Arrivals(calls);
    }

    /** Notes a backend that was registered; it gets a seat when it was looked at. */
    void add(ServiceKey key, Supplier<ConfidentialGuestSupport> service) {
        PendingBackends trial = trials.get(key.owner().location());
        Vendor vendor = calls.vendor(key.id(), key.provider());
        noted.put(key.id(), new Noted(vendor, key));
        if (trial == null) {
            arrivals.look(vendor, () -> arrived(TypeCalls.of(service, vendor, calls), key.id(), null), e -> {});
        } else {
            trial.announce(
                    key,
                    () -> arrivals.look(
                            vendor,
                            () -> arrived(TypeCalls.of(service, vendor, calls), key.id(), trial),
                            trial::refuse));
        }
    }

    private synchronized void arrived(TypeCalls support, long id, PendingBackends trial) {
        Noted there = noted.get(id);
        if (there == null || there.vendor() != support.vendor()) {
            return;
        }
        if (trial == null) {
            seat(new Backend(support, there.key(), this, calls, Gate.State.SERVING), true);
        } else {
            trial.offer(new Backend(support, there.key(), this, calls, Gate.State.TRIAL));
        }
    }

    /** One that is there ranks otherwise from now on; calls and guests that it has stay. */
    synchronized void rank(ServiceKey key) {
        noted.computeIfPresent(key.id(), (id, there) -> new Noted(there.vendor(), key));
        trials.values().forEach(trial -> trial.rank(key));
        seats.all().stream().filter(backend -> backend.key().id() == key.id()).forEach(backend -> backend.rank(key));
        seats = seats.sorted();
    }

    synchronized void remove(ServiceKey key) {
        Optional.ofNullable(noted.remove(key.id())).map(Noted::vendor).ifPresent(calls::went);
        trials.values().forEach(trial -> trial.withdraw(key));
        for (Backend backend : seats.all()) {
            if (backend.key().id() == key.id()) {
                seats = seats.without(backend);
                backend.gate().set(Gate.State.CLOSED);
                reinstate(backend.type());
            }
        }
    }

    /** When its replacement goes, a backend that is still there for its guests serves again. */
    private void reinstate(GuestType type) {
        if (seats.best(type).isEmpty()) {
            seats.of(type).stream()
                    .findFirst()
                    .filter(backend -> backend.gate().reopen())
                    .ifPresent(backend -> seat(backend, true));
        }
    }

    private synchronized void seat(Backend backend, boolean serving) {
        seats = seats.with(backend, serving);
    }

    /**
     * What the bundle of a location registers from now on is kept apart until it was tried. Its location is known
     * before it is installed, and from then on anybody may start it.
     */
    PendingBackends expect(String location) {
        PendingBackends trial = new PendingBackends();
        trials.put(location, trial);
        return trial;
    }

    /** Ends keeping apart; what is still there of the bundle's is forgotten. */
    void forget(String location) {
        trials.remove(location);
    }

    /**
     * From now on the new one gets what any backend could do, and the old one only what the new one does not
     * understand. A call that the old backend's gate refuses finds the new one in its place.
     */
    synchronized void replace(Optional<Backend> old, Backend next) {
        next.gate().set(Gate.State.SERVING);
        seat(next, true);
        forget(next.key().owner().location());
        old.filter(seats::has).ifPresent(backend -> {
            seat(backend, false);
            backend.gate().set(Gate.State.DRAINING);
        });
    }

    /** The other way round; whether the new one had been given traffic. */
    synchronized boolean restore(Optional<Backend> old, Backend next) {
        old.filter(seats::has).filter(backend -> backend.gate().reopen()).ifPresent(backend -> seat(backend, true));
        boolean seated = seats.has(next);
        if (seated) {
            seat(next, false);
            next.gate().set(Gate.State.DRAINING);
        }
        return seated;
    }

    @Override
    public void prepare(LaunchContext context) {
        keeperOf(context);
    }

    /** Those that are there, by type, within one type by preference. */
    List<Backend> list() {
        arrivals.settle();
        return seats.open();
    }

    /** The available types with the best backend of each, strongest type first. */
    List<Backend> bestOfEach() {
        arrivals.settle();
        return seats.bestOfEach();
    }

    /** The backend that gets new work of a type now: of those that answer the preferred one. */
    Optional<Backend> best(GuestType type) {
        arrivals.settle();
        return seats.bestThatAnswers(type);
    }

    /** The backend that is preferred for new work of a type, whether it answers now or not. */
    Optional<Backend> preferred(GuestType type) {
        arrivals.settle();
        return seats.best(type);
    }

    /**
     * The backend that makes the calls of a context. If the backend is gone meanwhile, it was replaced: looks again.
     */
    Optional<Backend> keeperOf(LaunchContext context) {
        BackendOrder looked;
        Optional<Backend> keeper;
        arrivals.settle();
        do {
            looked = seats;
            askAll(looked.of(context.type()), context.schema());
            keeper = looked.keeperOf(context);
        } while (keeper.isEmpty() && looked != seats);
        return keeper;
    }

    /** Those that were never asked whether they understand a schema are asked side by side. */
    private void askAll(List<Backend> all, ContextSchema schema) {
        List<Backend> open =
                all.stream().filter(backend -> backend.hasToBeAsked(schema)).toList();
        if (open.size() > 1) {
            calls.questions(open, Backend::vendor, backend -> backend.understands(schema));
        }
    }

    /**
     * Has the best backend of a type begin a launch. One that was replaced since it was chosen hands over to the next.
     */
    @Override
    public <R> R begin(GuestType type, Function<TypeCalls, R> work) {
        return best(type)
                .orElseThrow(() -> gone(type, "that brings type " + type).exception())
                .call(work);
    }

    /**
     * Has the best backend that understands a context make a call with it. An older backend keeps its guests where no
     * newer one takes them over.
     */
    @Override
    public <R> R call(LaunchContext context, Work<R> work) {
        Optional<Backend> keeper = keeperOf(context);
        while (keeper.isPresent()) {
            Backend backend = keeper.get();
            try (Gate.Call visit = backend.gate().enterBound()) {
                Optional<LaunchContext> own = visit == null ? Optional.empty() : backend.tryAdopted(context);
                if (own.isPresent()) {
                    return backend.with(own.get(), work);
                }
            }
            keeper = keeperOf(context);
        }
        throw nobody(context);
    }

    @Override
    public <R> R callWriter(LaunchContext context, Work<R> work) {
        arrivals.settle();
        for (Backend backend : seats.of(context.type())) {
            if (backend.schema().equals(context.schema())) {
                try (Gate.Call visit = backend.gate().enter()) {
                    if (visit != null) {
                        return backend.with(context, work);
                    }
                }
            }
        }
        return call(context, work);
    }

    @Override
    public Optional<String> provider(LaunchContext context) {
        return keeperOf(context).map(backend -> backend.key().provider());
    }

    private CloisterException nobody(LaunchContext context) {
        List<String> there =
                seats.of(context.type()).stream().map(b -> b.key().provider()).toList();
        if (there.isEmpty()) {
            return gone(context.type(), "that understands contexts of schema " + context.schema())
                    .exception();
        }
        return Problem.operation(
                        CoreCodes.BACKEND_CANNOT_ADOPT,
                        "no installed backend takes over a launch that another one began")
                .at(context.type().name())
                .found("backends " + there)
                .expected("one that adopts contexts of schema " + context.schema())
                .remedy("keep the old backend until its guests are gone")
                .exception();
    }

    private static Problem gone(GuestType type, String which) {
        return Problem.operation(CoreCodes.BACKEND_GONE, "the backend of this guest type was removed")
                .at(type.name())
                .remedy("install one " + which);
    }
}
