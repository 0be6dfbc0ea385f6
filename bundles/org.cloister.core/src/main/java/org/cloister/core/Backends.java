package org.cloister.core;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
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
final class Backends {
    private final List<Backend> all = new CopyOnWriteArrayList<>();

    void add(Backend backend) {
        all.add(backend);
    }

    void remove(ConfidentialGuestSupport support) {
        all.removeIf(backend -> backend.is(support));
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
        return of(type).stream().findFirst();
    }

    /** Has the best backend of a type begin a launch. */
    <R> R begin(GuestType type, Function<ConfidentialGuestSupport, R> work) {
        return best(type)
                .orElseThrow(() -> gone(type, "that brings type " + type).exception())
                .call(work);
    }

    /**
     * Has the best backend that understands a context make a call with it. An older backend keeps its guests where no newer one
     * takes them over.
     */
    <R> R call(LaunchContext context, BiFunction<ConfidentialGuestSupport, LaunchContext, R> work) {
        for (Backend backend : of(context.type())) {
            if (backend.call(support -> understands(support, context))) {
                return backend.call(support -> work.apply(support, adopted(support, context)));
            }
        }
        throw nobody(context);
    }

    private List<Backend> of(GuestType type) {
        return all.stream()
                .filter(backend -> backend.type().equals(type))
                .sorted(Comparator.comparing(Backend::key, ServiceKey.PREFERENCE))
                .toList();
    }

    private static boolean understands(ConfidentialGuestSupport support, LaunchContext context) {
        return support.contextSchema().equals(context.schema()) || support.canAdopt(context.schema());
    }

    private static LaunchContext adopted(ConfidentialGuestSupport support, LaunchContext context) {
        if (support.contextSchema().equals(context.schema())) {
            return context;
        }
        return Contexts.checked(support, context.type(), support.adopt(context));
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
