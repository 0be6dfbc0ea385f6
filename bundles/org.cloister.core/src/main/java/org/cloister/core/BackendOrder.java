// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.guest.LaunchContext;

/**
 * The order in which backends are asked: by type, within one type by preference. A change makes new seats, so that a
 * call never sees half of one.
 */
final class BackendOrder {
    static final BackendOrder NONE = new BackendOrder(List.of());

    private static final Comparator<Seat> ORDER = Comparator.comparing(
                    (Seat seat) -> seat.backend().type())
            .thenComparing(seat -> !seat.serving())
            .thenComparing(seat -> seat.backend().key(), ServiceKey.PREFERENCE);

    private final List<Seat> seats;

    /** A backend, and whether it gets work that any could do. */
    private record Seat(Backend backend, boolean serving) {}

    private BackendOrder(List<Seat> seats) {
        this.seats = seats;
    }

    /** This order with a backend in it, instead of its earlier entry. */
    BackendOrder with(Backend backend, boolean serving) {
        return new BackendOrder(Stream.concat(others(backend), Stream.of(new Seat(backend, serving)))
                .filter(seat -> seat.backend().gate().state() != Gate.State.CLOSED)
                .sorted(ORDER)
                .toList());
    }

    BackendOrder without(Backend backend) {
        return new BackendOrder(others(backend).toList());
    }

    /** The same ones by the rankings that they have now. */
    BackendOrder sorted() {
        return new BackendOrder(seats.stream().sorted(ORDER).toList());
    }

    private Stream<Seat> others(Backend backend) {
        return seats.stream().filter(seat -> seat.backend() != backend);
    }

    boolean has(Backend backend) {
        return seats.stream().anyMatch(seat -> seat.backend() == backend);
    }

    /** All that have a seat, whether their gates are closed or not. */
    List<Backend> all() {
        return seats.stream().map(Seat::backend).toList();
    }

    /** Those that are there. */
    List<Backend> open() {
        return all().stream()
                .filter(backend -> backend.gate().state() != Gate.State.CLOSED)
                .toList();
    }

    /** Those of a type that are there. */
    List<Backend> of(GuestType type) {
        return open().stream().filter(backend -> backend.type().equals(type)).toList();
    }

    /** The backend that is preferred for new work of a type. */
    Optional<Backend> best(GuestType type) {
        return seats.stream()
                .filter(seat -> seat.serving() && seat.backend().type().equals(type))
                .map(Seat::backend)
                .findFirst();
    }

    /** As {@link #best}; one that does not answer now is passed over, where there is another one. */
    Optional<Backend> bestThatAnswers(GuestType type) {
        return seats.stream()
                .filter(seat -> seat.serving() && seat.backend().type().equals(type))
                .map(Seat::backend)
                .filter(backend -> backend.vendor().silence().isEmpty())
                .findFirst()
                .or(() -> best(type));
    }

    /** The available types with the best backend of each that answers, strongest type first. */
    List<Backend> bestOfEach() {
        return seats.stream()
                .map(seat -> seat.backend().type())
                .distinct()
                .flatMap(type -> bestThatAnswers(type).stream())
                .sorted(Selector.STRONGEST_FIRST)
                .toList();
    }

    /** The best backend that understands a context. */
    Optional<Backend> keeperOf(LaunchContext context) {
        return of(context.type()).stream()
                .filter(backend -> backend.understands(context.schema()))
                .findFirst();
    }
}
