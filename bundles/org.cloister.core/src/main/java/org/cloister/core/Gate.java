// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.core.codes.CoreCodes;

/**
 * Who is in a backend now, and who may still come in. A backend is taken away only when its gate is closed, so that no
 * call is ever cut off.
 */
final class Gate {
    private static final long LOOK_MILLIS = 20;

    private final Set<Call> inside = new LinkedHashSet<>();
    private State state;
    private int unbound;
    private long entries;

    Gate(State state) {
        this.state = state;
    }

    /** What a backend is let in for. */
    enum State {
        /** Canaries only. */
        TRIAL,
        /** Everything. */
        SERVING,
        /** What no other backend understands, until calls from before are over. */
        DRAINING,
        /** What no other backend understands. */
        PINNED,
        /** Nothing any more. */
        CLOSED
    }

    /** A call under way. */
    final class Call implements AutoCloseable {
        private final Thread thread = Thread.currentThread();
        private final boolean bound;

        private Call(boolean bound) {
            this.bound = bound;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /** For work that any backend of the type could do; null when it is not for this one to do. */
    synchronized Call enter() {
        return state == State.SERVING || state == State.TRIAL ? enter(false) : null;
    }

    /** For a call with a context that this backend is the first to understand; null when the backend is gone. */
    synchronized Call enterBound() {
        return state == State.CLOSED ? null : enter(state != State.SERVING);
    }

    private Call enter(boolean bound) {
        Call visit = new Call(bound);
        entries++;
        inside.add(visit);
        unbound += bound ? 0 : 1;
        return visit;
    }

    private synchronized void leave(Call visit) {
        inside.remove(visit);
        unbound -= visit.bound ? 0 : 1;
        notifyAll();
    }

    synchronized State state() {
        return state;
    }

    /** Lets in from now on what the state says. */
    synchronized void set(State next) {
        state = next;
        notifyAll();
    }

    /** Another state, unless it was closed meanwhile; whether it was not. */
    synchronized boolean reopen() {
        if (state == State.CLOSED) {
            return false;
        }
        set(State.SERVING);
        return true;
    }

    synchronized int calls() {
        return inside.size();
    }

    /** The threads whose calls are under way, by name. */
    synchronized List<String> threads() {
        return inside.stream().map(visit -> visit.thread.getName()).toList();
    }

    /**
     * Waits until the calls from before are over, and closes unless somebody needs what is behind.
     *
     * @param needed may ask vendors' code: it is asked while nothing is locked
     * @return whether it is closed now; else it is pinned
     */
    boolean drain(BooleanSupplier needed, Limits limits) {
        while (!settled(needed)) {
            awaitChange();
            limits.check();
        }
        return state() == State.CLOSED;
    }

    /** As {@link #drain}, at once; a gate that cannot be closed now stays as it is. */
    boolean tryClose(BooleanSupplier needed) {
        State now = state();
        if (now == State.DRAINING || now == State.PINNED) {
            settled(needed);
        }
        return state() == State.CLOSED;
    }

    /**
     * A call from before may yet leave a guest behind that needs this backend: that is asked when they are all over.
     * That nobody needs it counts if nobody was inside, or came in, while that was asked.
     */
    private boolean settled(BooleanSupplier needed) {
        long before;
        synchronized (this) {
            if (!leaving()) {
                return state == State.CLOSED;
            }
            before = inside.isEmpty() ? entries : -1;
        }
        boolean stays = needed.getAsBoolean();
        synchronized (this) {
            if (!leaving()) {
                return state == State.CLOSED;
            }
            if (stays) {
                state = State.PINNED;
            } else if (entries == before) {
                state = State.CLOSED;
            }
            return stays || state == State.CLOSED;
        }
    }

    /** Whether it is neither closed, nor used as any backend of its type is. */
    private boolean leaving() {
        return unbound == 0 && (state == State.DRAINING || state == State.PINNED);
    }

    private synchronized void awaitChange() {
        if (state == State.SERVING || state == State.TRIAL) {
            throw Problem.operation(CoreCodes.SWAP_REVERTED, "the new backend went away while the old one was leaving")
                    .exception();
        }
        await();
    }

    private void await() {
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the thread was interrupted")
                    .exception(e);
        }
    }
}
