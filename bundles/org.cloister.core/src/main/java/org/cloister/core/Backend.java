package org.cloister.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;

/**
 * One registered guest type backend, and how many calls are in it now.
 *
 * <p>Calls go through {@link #call} so that it is known when the backend is idle and can be taken away. What never changes about a
 * backend is asked once.
 */
final class Backend {
    private final ConfidentialGuestSupport support;
    private final ServiceKey key;
    private final GuestType type;
    private final int strength;
    private final AtomicInteger inFlight = new AtomicInteger();

    Backend(ConfidentialGuestSupport support, ServiceKey key) {
        this.support = support;
        this.key = key;
        this.type = VendorCall.of(key.provider(), support::type);
        this.strength = VendorCall.of(key.provider(), support::strength);
    }

    <R> R call(Function<ConfidentialGuestSupport, R> work) {
        inFlight.incrementAndGet();
        try {
            return VendorCall.of(key.provider(), () -> work.apply(support));
        } finally {
            inFlight.decrementAndGet();
        }
    }

    void run(Consumer<ConfidentialGuestSupport> work) {
        call(support -> {
            work.accept(support);
            return null;
        });
    }

    boolean is(ConfidentialGuestSupport service) {
        return support == service;
    }

    GuestType type() {
        return type;
    }

    int strength() {
        return strength;
    }

    ServiceKey key() {
        return key;
    }

    int inFlight() {
        return inFlight.get();
    }
}
