package org.cloister.core;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
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
    private static final Comparator<Seat> PREFERENCE = Comparator.comparing((Seat seat) -> !seat.serving())
            .thenComparing(seat -> seat.backend().key(), ServiceKey.PREFERENCE);

    /** By type and preference; replaced as a whole, so that a call never sees half a change. */
    private volatile List<Seat> seats = List.of();

    private final Map<Long, Trial> trials = new ConcurrentHashMap<>();

    /** A backend, and whether it gets work that any could do. */
    private record Seat(Backend backend, boolean serving) {}

    void add(ConfidentialGuestSupport support, ServiceKey key) {
        Trial trial = trials.get(key.owner().bundle());
        if (trial == null) {
            seat(new Backend(support, key, this, Gate.State.SERVING), true);
        } else {
            trial.offer(() -> new Backend(support, key, this, Gate.State.TRIAL));
        }
    }

    synchronized void remove(ConfidentialGuestSupport support) {
        trials.values().forEach(trial -> trial.withdraw(support));
        for (Seat seat : seats) {
            if (seat.backend().is(support)) {
                unseat(seat.backend());
                seat.backend().gate().set(Gate.State.CLOSED);
                reinstate(seat.backend().type());
            }
        }
    }

    /** When the one goes that had replaced it, a backend that is still there for its guests serves again. */
    private void reinstate(GuestType type) {
        if (best(type).isEmpty()) {
            of(type).stream()
                    .findFirst()
                    .filter(backend -> backend.gate().reopen())
                    .ifPresent(backend -> seat(backend, true));
        }
    }

    /** Seats a backend, anew when it has a seat. */
    private synchronized void seat(Backend backend, boolean serving) {
        seats = Stream.concat(
                        seats.stream().filter(seat -> seat.backend() != backend), Stream.of(new Seat(backend, serving)))
                .filter(seat -> seat.backend().gate().state() != Gate.State.CLOSED)
                .sorted(Comparator.comparing((Seat seat) -> seat.backend().type())
                        .thenComparing(PREFERENCE))
                .toList();
    }

    private void unseat(Backend backend) {
        seats = seats.stream().filter(seat -> seat.backend() != backend).toList();
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

    /**
     * From now on the new one gets what any backend could do, and the old one only what the new one does not understand. Whoever is
     * turned away at the old one's gate finds the new one seated.
     */
    synchronized void replace(Optional<Backend> old, Backend next) {
        next.gate().set(Gate.State.SERVING);
        seat(next, true);
        forget(next.key().owner().bundle());
        old.filter(this::isSeated).ifPresent(backend -> {
            seat(backend, false);
            backend.gate().set(Gate.State.DRAINING);
        });
    }

    /** The other way round; whether the new one had been given traffic. */
    synchronized boolean restore(Optional<Backend> old, Backend next) {
        old.filter(this::isSeated).filter(backend -> backend.gate().reopen()).ifPresent(backend -> seat(backend, true));
        boolean seated = isSeated(next);
        if (seated) {
            seat(next, false);
            next.gate().set(Gate.State.DRAINING);
        }
        return seated;
    }

    private boolean isSeated(Backend backend) {
        return seats.stream().anyMatch(seat -> seat.backend() == backend);
    }

    /** Those that are there, by type, within one type by preference. */
    List<Backend> list() {
        return seats.stream()
                .map(Seat::backend)
                .filter(backend -> backend.gate().state() != Gate.State.CLOSED)
                .toList();
    }

    /** The types that can be had, the best backend of each, strongest type first. */
    List<Backend> bestOfEach() {
        List<Seat> now = seats;
        return now.stream()
                .map(seat -> seat.backend().type())
                .distinct()
                .flatMap(type -> best(now, type).stream())
                .sorted(Selector.STRONGEST_FIRST)
                .toList();
    }

    /** The backend that gets new work of a type. */
    Optional<Backend> best(GuestType type) {
        return best(seats, type);
    }

    private static Optional<Backend> best(List<Seat> seats, GuestType type) {
        return seats.stream()
                .filter(seat -> seat.serving() && seat.backend().type().equals(type))
                .map(Seat::backend)
                .findFirst();
    }

    /** The backend that makes the calls of a context. Whoever is gone by the time it is looked at was replaced: looks again. */
    Optional<Backend> keeperOf(LaunchContext context) {
        List<Seat> looked;
        Optional<Backend> keeper;
        do {
            looked = seats;
            keeper = keeperOf(looked, context);
        } while (keeper.isEmpty() && looked != seats);
        return keeper;
    }

    private static Optional<Backend> keeperOf(List<Seat> seats, LaunchContext context) {
        return seats.stream()
                .map(Seat::backend)
                .filter(backend -> backend.type().equals(context.type()))
                .filter(backend -> backend.gate().state() != Gate.State.CLOSED)
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
