// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.LaunchContext;

/**
 * One registered guest type backend, and how many calls are in it now.
 *
 * <p>Calls go through its gate, so that it is known when the backend is idle and can be taken away. What never changes
 * about a backend is asked once.
 */
public final class Backend {
    private final ConfidentialGuestSupport support;
    private final ServiceKey key;
    private final Backends all;
    private final GuestType type;
    private final int strength;
    private final ContextSchema schema;
    private final Map<ContextSchema, Boolean> understood = new ConcurrentHashMap<>();
    private final Gate gate;

    Backend(ConfidentialGuestSupport support, ServiceKey key, Backends all, Gate.State state) {
        this.support = support;
        this.key = key;
        this.all = all;
        this.type = VendorCall.of(key.provider(), support::type);
        this.strength = VendorCall.of(key.provider(), support::strength);
        this.schema = VendorCall.of(key.provider(), support::contextSchema);
        this.gate = new Gate(state);
    }

    /** Has it do something that needs no context. Once it was replaced, the one that has its place does it. */
    public <R> R call(Function<ConfidentialGuestSupport, R> work) {
        try (Gate.Call visit = gate.enter()) {
            if (visit != null) {
                return VendorCall.of(key.provider(), () -> work.apply(support));
            }
        }
        return all.begin(type, work);
    }

    /** Has it make a call with a context; only inside its gate. */
    <R> R with(LaunchContext context, BackendCalls.Work<R> work) {
        try {
            return work.apply(support, adopted(context));
        } catch (RuntimeException | Error e) {
            throw VendorCall.failure(key.provider(), e);
        }
    }

    private LaunchContext adopted(LaunchContext context) {
        return schema.equals(context.schema()) ? context : Contexts.checked(support, type, support.adopt(context));
    }

    /** Tries whether it takes over a context; nothing is changed. */
    void tryAdopting(LaunchContext context) {
        with(context, (backend, adopted) -> adopted);
    }

    /** Whether it goes on with contexts of a schema. Asked once: the answer belongs to the backend's version. */
    public boolean understands(ContextSchema other) {
        Boolean known = understood.get(other);
        if (known == null) {
            known = schema.equals(other) || VendorCall.of(key.provider(), () -> support.canAdopt(other));
            understood.put(other, known);
        }
        return known;
    }

    boolean is(ConfidentialGuestSupport service) {
        return support == service;
    }

    /** The guest type it brings. */
    public GuestType type() {
        return type;
    }

    int strength() {
        return strength;
    }

    /** Who registered it. */
    public ServiceKey key() {
        return key;
    }

    /** The schema of the contexts it writes. */
    public ContextSchema schema() {
        return schema;
    }

    Gate gate() {
        return gate;
    }

    /** The names of the threads whose calls are in it. */
    public List<String> threads() {
        return gate.threads();
    }
}
