// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * Whose turn it is with a guest: one thread's at a time, which may take it again meanwhile. Unlike a lock it can be
 * ended while somebody has it who does not come back.
 */
final class GuestTurn {
    private static final long LOOK_MILLIS = 20;

    private Thread holder;
    private int depth;
    private boolean ended;
    private Problem reason = Problem.operation(ProblemCodes.GUEST_CLOSED, "the guest was closed");

    /** Does work when it is this thread's turn. */
    <T> T take(Limits limits, Supplier<T> work) {
        enter(limits);
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    private synchronized void enter(Limits limits) {
        Thread me = Thread.currentThread();
        while (!ended && holder != null && holder != me) {
            limits.check();
            await();
        }
        requireOpen();
        holder = me;
        depth++;
    }

    private synchronized void leave() {
        if (holder == Thread.currentThread() && --depth == 0) {
            holder = null;
            notifyAll();
        }
    }

    /** Refuses when it was ended. */
    synchronized void requireOpen() {
        if (ended) {
            throw reason.exception();
        }
    }

    /** Why nobody is let in any more, once that is so. */
    synchronized Problem reason() {
        return reason;
    }

    /** Lets nobody in any more, for a reason that they get; does not wait for who is in. */
    synchronized void endFor(Problem why) {
        reason = why;
        ended = true;
        notifyAll();
    }

    /** Lets nobody in any more, and waits a while for who is in. */
    synchronized void end(long nanos) {
        long until = System.nanoTime() + nanos;
        ended = true;
        notifyAll();
        long left = nanos;
        while (holder != null && holder != Thread.currentThread() && left > 0) {
            try {
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            left = until - System.nanoTime();
        }
    }

    private void await() {
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the thread was interrupted")
                    .exception();
        }
    }
}
