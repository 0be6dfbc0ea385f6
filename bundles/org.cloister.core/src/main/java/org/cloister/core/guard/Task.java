// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;

/** Work of core's that may get stuck in a vendor's code, on its way through a worker. */
final class Task<T> {
    private enum State {
        RUNNING,
        DONE,
        GIVEN_UP
    }

    /** What it is for. */
    enum Kind {
        QUESTION,
        /** The end of something, which has the time of a question, and is tried though others did not come back. */
        END,
        OPERATION,
        /** An operation that may be repeated as long as it only asks. */
        REPEATABLE,
        /** A run of a guest's processors, which goes on for as long as the guest likes. */
        RUN
    }

    private static final long NOTHING = 0;

    private final Supplier<T> work;
    private final Kind kind;
    private final Thread waiting = Thread.currentThread();
    private volatile State state = State.RUNNING;
    private volatile Overrun overrun;
    private final Map<Vendor, CloisterException> unanswered;
    private volatile long asking = NOTHING;
    private Vendor asked;
    private volatile boolean repeated;
    private Worker worker;
    private T result;
    private Throwable thrown;

    Task(Supplier<T> work, Kind kind) {
        this(work, kind, Map.of());
    }

    private Task(Supplier<T> work, Kind kind, Map<Vendor, CloisterException> unanswered) {
        this.work = work;
        this.kind = kind;
        this.unanswered = unanswered;
    }

    Kind kind() {
        return kind;
    }

    /** Whether what goes on in it is a question now. */
    boolean questioning() {
        return kind == Kind.QUESTION || kind == Kind.END || asking != NOTHING;
    }

    /**
     * A question as a step of it, by the worker. When it is answered too late, the work has been repeated by another
     * one and ends here.
     */
    <A> A asks(Vendor vendor, Supplier<A> question) {
        CloisterException before = unanswered.get(vendor);
        if (before != null) {
            throw before;
        }
        asked = vendor;
        asking = System.nanoTime() | 1;
        try {
            return question.get();
        } finally {
            requireAwaited();
        }
    }

    private synchronized void requireAwaited() {
        asking = NOTHING;
        if (state == State.GIVEN_UP) {
            throw new CancellationException("nobody waits for this any more");
        }
    }

    /** How long to wait until its question has had so much time, twice that where it is in no vendor's code. */
    long leftForQuestion(long nanos) {
        if (kind != Kind.REPEATABLE) {
            return Long.MAX_VALUE;
        }
        long since = asking;
        // Who looks again after that time sees one that begins just now early enough
        long left = since == NOTHING ? nanos : since + nanos - System.nanoTime();
        return left > 0 || inside() ? left : left + nanos;
    }

    /** As {@link #giveUp}, when a question in it has had its time. */
    synchronized boolean giveUpQuestion(long nanos, Consumer<Overrun> listing) {
        repeated = asking != NOTHING && leftForQuestion(nanos) <= 0 && giveUp(listing);
        return repeated;
    }

    /** Whether it was given up since a question in it had no answer. */
    boolean endedByQuestion() {
        return repeated;
    }

    /** The same once more, in which that question fails at once. */
    Task<T> again() {
        Map<Vendor, CloisterException> all = new HashMap<>(unanswered);
        all.put(asked, Blame.unanswered(asked, overrun));
        return new Task<>(work, kind, all);
    }

    void by(Worker one) {
        worker = one;
    }

    /** By the worker; whether somebody still waits for the result. */
    boolean run() {
        try {
            result = work.get();
        } catch (Throwable e) {
            thrown = e;
        }
        synchronized (this) {
            if (state != State.RUNNING) {
                return false;
            }
            state = State.DONE;
        }
        LockSupport.unpark(waiting);
        return true;
    }

    boolean done() {
        return state == State.DONE;
    }

    /** How much time is left for something. */
    interface Left {
        long nanos();
    }

    /** Waits until it is done, or no time is left for it. An interrupt goes on to who does it. */
    void await(Left left) {
        if (!done()) {
            worker.awaitShortly(this::done);
        }
        boolean interrupted = false;
        for (long nanos = left.nanos(); !done() && nanos > 0; nanos = left.nanos()) {
            LockSupport.parkNanos(this, nanos);
            if (Thread.interrupted()) {
                interrupted = true;
                interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts the work as the caller's thread was; never what the worker does afterwards. */
    private synchronized void interrupt() {
        if (state == State.RUNNING) {
            worker.interrupt();
        }
    }

    /** Leaves the work behind, unless it was done just now. */
    synchronized boolean giveUp(Consumer<Overrun> listing) {
        if (state != State.RUNNING) {
            return false;
        }
        overrun = worker.overrun();
        if (overrun != null) {
            // Before the worker can report that it is back
            listing.accept(overrun);
        }
        state = State.GIVEN_UP;
        worker.interrupt();
        return true;
    }

    /** The call that it is in, when that has gone on for so long and should not. */
    synchronized Optional<Overrun> goingOn(long nanos) {
        Overrun now = state == State.RUNNING && worker != null && kind != Kind.RUN ? worker.overrun() : null;
        return Optional.ofNullable(now)
                .filter(call -> call.since().isBefore(Instant.now().minusNanos(nanos)));
    }

    /** Whether it is in a vendor's code now; before that its thread may wait for a processor. */
    synchronized boolean inside() {
        return state == State.RUNNING && worker != null && worker.overrun() != null;
    }

    /** The call that it hung in when it was given up; null when it was in none. */
    Overrun overrun() {
        return overrun;
    }

    /** What came of it, once it is done. */
    T result() {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return result;
    }
}
