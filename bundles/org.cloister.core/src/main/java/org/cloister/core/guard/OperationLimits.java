// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;

/** How long the caller of an operation waits for it: some time longer than its limits say. */
final class OperationLimits {
    private static final long FOREVER = TimeUnit.DAYS.toNanos(1);

    private final Limits limits;
    private final long grace;
    private long cancelled;

    OperationLimits(Limits limits, long grace) {
        this.limits = limits;
        this.grace = grace;
    }

    /**
     * Waits until it is done, the limits ended it, or a question in it was given up.
     *
     * @param question how long that may take
     * @param unanswered gets the call that it hung in
     */
    void await(Task<?> task, long question, Consumer<Overrun> unanswered) {
        Thread waiting = Thread.currentThread();
        // What cannot be cancelled is shared by all who have no limits
        try (Cancellation.Registration waking =
                limits == Limits.NONE ? () -> {} : limits.cancellation().onCancel(() -> LockSupport.unpark(waiting))) {
            do {
                task.await(() -> Math.min(left(), task.leftForQuestion(question)));
            } while (!task.done() && left() > 0 && !task.giveUpQuestion(question, unanswered));
        }
    }

    private long left() {
        long left = limits.deadline()
                .map(deadline -> Math.min(deadline.remainingNanos(), FOREVER) + grace)
                .orElse(FOREVER);
        if (limits.cancellation().isCancelled()) {
            if (cancelled == 0) {
                cancelled = System.nanoTime() | 1;
            }
            left = Math.min(left, grace - (System.nanoTime() - cancelled));
        }
        return left;
    }

    /** What the caller gets when no time is left. */
    static CloisterException ended(Limits limits, Overrun overrun) {
        try {
            limits.check();
        } catch (CloisterException e) {
            return overrun == null ? e : overrun.ending(e.problem());
        }
        throw new IllegalStateException("an operation is left behind only when its limits ended it");
    }
}
