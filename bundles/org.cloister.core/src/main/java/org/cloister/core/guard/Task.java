// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Work of core's that may get stuck in a vendor's code, on its way through a worker. */
final class Task<T> {
    private enum State {
        RUNNING,
        DONE,
        GIVEN_UP
    }

    private final Supplier<T> work;
    private final boolean question;
    private final Thread waiting = Thread.currentThread();
    private volatile State state = State.RUNNING;
    private volatile Overrun overrun;
    private Worker worker;
    private T result;
    private Throwable thrown;

    /** Work that is a question, or a whole operation. */
    Task(Supplier<T> work, boolean question) {
        this.work = work;
        this.question = question;
    }

    boolean question() {
        return question;
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

    /** The call that it is in, when that has gone on for so long. */
    synchronized Optional<Overrun> goingOn(long nanos) {
        Overrun now = state == State.RUNNING && worker != null ? worker.overrun() : null;
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
