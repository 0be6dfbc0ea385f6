// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.LaunchContext;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.TypeCalls;
import org.cloister.core.guard.Vendor;

/**
 * One registered guest type backend, and how many calls are in it now.
 *
 * <p>Calls go through its gate, so that it is known when the backend is idle and can be taken away. What never changes
 * about a backend is asked once.
 */
public final class Backend {
    private final TypeCalls support;
    private volatile ServiceKey key;
    private final Backends all;
    private final GuardedCalls calls;
    private final Map<ContextSchema, Boolean> understood = new ConcurrentHashMap<>();
    private final Gate gate;
    private volatile Optional<String> failed = Optional.empty();

    Backend(TypeCalls support, ServiceKey key, Backends all, GuardedCalls calls, Gate.State state) {
        this.support = support;
        this.key = key;
        this.all = all;
        this.calls = calls;
        this.gate = new Gate(state);
    }

    /**
     * Has it do something that needs no context, in this thread. Once it was replaced, the one that has its place does
     * it.
     */
    public <R> R call(Function<TypeCalls, R> work) {
        try (Gate.Call visit = gate.enter()) {
            if (visit != null) {
                return work.apply(support);
            }
        }
        return all.begin(type(), work);
    }

    /** As {@link #call}, with the time of a question. */
    public <R> R ask(Function<TypeCalls, R> work) {
        return calls.question(vendor(), () -> call(work));
    }

    /** As {@link #call}, with the time that a plan may take others. */
    public <R> R askForPlan(Function<TypeCalls, R> work) {
        return calls.planning(vendor(), () -> call(work));
    }

    /** Has it make a call with a context of its own schema, in this thread; only inside its gate. */
    <R> R with(LaunchContext own, BackendCalls.Work<R> work) {
        return work.apply(support, own);
    }

    /** A context as one of its own schema. */
    LaunchContext adopted(LaunchContext context) {
        return schema().equals(context.schema())
                ? context
                : calls.apart(vendor(), () -> Contexts.checked(support, support.adopt(context)));
    }

    /** As {@link #adopted}. One that fails in it did not mean that it understands: it is not asked again. */
    Optional<LaunchContext> tryAdopted(LaunchContext context) {
        try {
            return Optional.of(adopted(context));
        } catch (CloisterException e) {
            understood.put(context.schema(), false);
            failed = Optional.of(e.problem().message());
            return Optional.empty();
        }
    }

    /**
     * Whether it goes on with contexts of a schema. Asked once: the answer belongs to the backend's version. One that
     * fails has not said that it does; one that does not answer is asked again when it has come back.
     */
    public boolean understands(ContextSchema other) {
        if (schema().equals(other)) {
            return true;
        }
        Boolean known = understood.get(other);
        return known != null ? known : asked(other);
    }

    private boolean asked(ContextSchema other) {
        try {
            boolean answer = calls.apart(vendor(), () -> support.canAdopt(other));
            understood.put(other, answer);
            return answer;
        } catch (CloisterException e) {
            failed = Optional.of(e.problem().message());
            if (vendor().silence().isEmpty()) {
                understood.put(other, false);
            }
            return false;
        }
    }

    /** Whether it would have to be asked whether it understands a schema. */
    boolean hasToBeAsked(ContextSchema other) {
        return !schema().equals(other)
                && !understood.containsKey(other)
                && vendor().silence().isEmpty();
    }

    /** The service behind it, for who calls it. */
    Vendor vendor() {
        return support.vendor();
    }

    /** How it last failed when it was asked to take over guests. */
    Optional<String> failed() {
        return failed;
    }

    /** The guest type it brings. */
    public GuestType type() {
        return support.type();
    }

    int strength() {
        return support.strength();
    }

    /** Who registered it. */
    public ServiceKey key() {
        return key;
    }

    /** Its service has another ranking from now on. */
    void rank(ServiceKey now) {
        key = now;
    }

    /** The schema of the contexts it writes. */
    public ContextSchema schema() {
        return support.contextSchema();
    }

    Gate gate() {
        return gate;
    }

    /** The names of the threads whose calls are in it. */
    public List<String> threads() {
        return gate.threads();
    }
}
