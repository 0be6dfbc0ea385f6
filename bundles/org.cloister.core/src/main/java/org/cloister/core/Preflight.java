package org.cloister.core;

import java.util.List;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.launch.Expectation;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;

/**
 * Which types a request may be for, and what each would put into the guest. Comes before any platform is asked: a request that is wrong
 * is wrong on every host.
 */
final class Preflight {
    private final Backends backends;

    Preflight(Backends backends) {
        this.backends = backends;
    }

    /**
     * A type's reading of a request.
     *
     * @param plan what it would put in; empty when the request is wrong in its eyes
     * @param wrong what is wrong then
     */
    record Planned(Backend backend, Optional<LaunchPlan> plan, Optional<CloisterException> wrong) {}

    /** Every type that comes into question, strongest first. */
    List<Planned> plan(LaunchRequest request) {
        if (request.type() instanceof TypeChoice.Named named) {
            Backend backend = required(named.type());
            return List.of(new Planned(backend, Optional.of(plan(backend, request.guest())), Optional.empty()));
        }
        return strongEnough((TypeChoice.Auto) request.type()).stream()
                .map(backend -> tried(backend, request.guest()))
                .toList();
    }

    /** What a type puts into a guest, and the digest that comes of it. */
    Expectation expect(GuestType type, GuestRequest request) {
        Backend backend = required(type);
        LaunchPlan plan = plan(backend, request);
        return new Expectation(plan, backend.call(support -> support.expect(plan)));
    }

    /** With auto a request that is wrong for one type may be right for a weaker one. */
    private static Planned tried(Backend backend, GuestRequest request) {
        try {
            return new Planned(backend, Optional.of(plan(backend, request)), Optional.empty());
        } catch (CloisterException e) {
            if (e.problem().kind() != Problem.Kind.INPUT) {
                throw e;
            }
            return new Planned(backend, Optional.empty(), Optional.of(e));
        }
    }

    private static LaunchPlan plan(Backend backend, GuestRequest request) {
        return backend.call(support -> {
            Properties.check(support, request.properties());
            return Plans.checked(backend.type(), support.plan(request));
        });
    }

    private List<Backend> strongEnough(TypeChoice.Auto choice) {
        int floor = choice.minimum().map(type -> required(type).strength()).orElse(Integer.MIN_VALUE);
        List<Backend> strong = backends.bestOfEach().stream()
                .filter(backend -> backend.strength() >= floor)
                .toList();
        if (strong.isEmpty()) {
            throw Problem.host("type.none", "no guest type is installed")
                    .remedy("install and start a bundle that brings one, such as org.cloister.snp")
                    .exception();
        }
        return strong;
    }

    private Backend required(GuestType type) {
        return backends.best(type).orElseThrow(() -> KnownTypes.missing(type, backends.bestOfEach()));
    }
}
