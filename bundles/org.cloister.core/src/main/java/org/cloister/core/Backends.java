package org.cloister.core;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.LaunchContext;

/**
 * The backends of all guest types. Every call of a launch asks here anew who makes it: that is the seam at which a backend can be
 * replaced between two steps.
 */
final class Backends implements Calls {
    private static final Comparator<Backend> PREFERENCE = Comparator.comparing(
                    (Backend backend) -> backend.gate().state() != Gate.State.SERVING)
            .thenComparing(Backend::key, ServiceKey.PREFERENCE);

    private final List<Backend> all = new CopyOnWriteArrayList<>();
    private final Map<Long, Trial> trials = new ConcurrentHashMap<>();

    void add(ConfidentialGuestSupport support, ServiceKey key) {
        Trial trial = trials.get(key.owner().bundle());
        if (trial == null) {
            all.add(new Backend(support, key, this, Gate.State.SERVING));
        } else {
            trial.offer(() -> new Backend(support, key, this, Gate.State.TRIAL));
        }
    }

    void remove(ConfidentialGuestSupport support) {
        trials.values().forEach(trial -> trial.withdraw(support));
        for (Backend backend : all) {
            if (backend.is(support) && all.remove(backend)) {
                backend.gate().set(Gate.State.CLOSED);
                reinstate(backend.type());
            }
        }
    }

    /** When the one goes that had replaced it, a backend that is still there for its guests serves again. */
    private void reinstate(GuestType type) {
        if (best(type).isEmpty()) {
            of(type).stream().findFirst().ifPresent(backend -> backend.gate().reopen());
        }
    }

    /** What a bundle registers from now on is kept apart until it was tried. */
    Trial expect(long bundle) {
        Trial trial = new Trial();
        trials.put(bundle, trial);
        return trial;
    }

    /** Ends keeping apart; what is still there of the bundle's is forgotten. */
    void forget(long bundle) {
        trials.remove(bundle);
    }

    /** From now on the new one gets what any backend could do, and the old one only what the new one does not understand. */
    synchronized void replace(Optional<Backend> old, Backend next) {
        next.gate().set(Gate.State.SERVING);
        all.add(next);
        forget(next.key().owner().bundle());
        old.ifPresent(backend -> backend.gate().set(Gate.State.DRAINING));
    }

    /** The other way round. */
    synchronized void restore(Optional<Backend> old, Backend next) {
        old.ifPresent(backend -> backend.gate().reopen());
        if (next.gate().state() == Gate.State.SERVING) {
            next.gate().set(Gate.State.DRAINING);
        }
    }

    /** Those that are there, by preference. */
    List<Backend> list() {
        return all.stream()
                .filter(backend -> backend.gate().state() != Gate.State.CLOSED)
                .sorted(Comparator.comparing(Backend::type).thenComparing(PREFERENCE))
                .toList();
    }

    /** The types that can be had, the best backend of each, strongest type first. */
    List<Backend> bestOfEach() {
        return all.stream()
                .map(Backend::type)
                .distinct()
                .flatMap(type -> best(type).stream())
                .sorted(Selector.STRONGEST_FIRST)
                .toList();
    }

    /** The backend that gets new work of a type. */
    Optional<Backend> best(GuestType type) {
        return of(type).stream().findFirst().filter(backend -> backend.gate().state() == Gate.State.SERVING);
    }

    /** The backend that makes the calls of a context. */
    Optional<Backend> keeperOf(LaunchContext context) {
        return of(context.type()).stream()
                .filter(backend -> backend.understands(context.schema()))
                .findFirst();
    }

    /** Has the best backend of a type begin a launch. One that was replaced since it was chosen hands over to the next. */
    @Override
    public <R> R begin(GuestType type, Function<ConfidentialGuestSupport, R> work) {
        return best(type)
                .orElseThrow(() -> gone(type, "that brings type " + type).exception())
                .call(work);
    }

    /**
     * Has the best backend that understands a context make a call with it. An older backend keeps its guests where no newer one
     * takes them over.
     */
    @Override
    public <R> R call(LaunchContext context, Work<R> work) {
        Optional<Backend> keeper = keeperOf(context);
        while (keeper.isPresent()) {
            Backend backend = keeper.get();
            try (Gate.Visit visit = backend.gate().enterBound()) {
                if (visit != null) {
                    return backend.with(context, work);
                }
            }
            keeper = keeperOf(context);
        }
        throw nobody(context);
    }

    private List<Backend> of(GuestType type) {
        return list().stream().filter(backend -> backend.type().equals(type)).toList();
    }

    private CloisterException nobody(LaunchContext context) {
        List<String> there =
                of(context.type()).stream().map(b -> b.key().provider()).toList();
        if (there.isEmpty()) {
            return gone(context.type(), "that understands contexts of schema " + context.schema())
                    .exception();
        }
        return Problem.operation(
                        "backend.cannot-adopt", "no installed backend takes over a launch that another one began")
                .at(context.type().name())
                .found("backends " + there)
                .expected("one that adopts contexts of schema " + context.schema())
                .remedy("keep the old backend until its guests are gone")
                .exception();
    }

    private static Problem gone(GuestType type, String which) {
        return Problem.operation("backend.gone", "the backend of this guest type was removed")
                .at(type.name())
                .remedy("install one " + which);
    }
}
