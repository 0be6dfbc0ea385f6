// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

    void await(Task<?> task) {
        Thread waiting = Thread.currentThread();
        // What cannot be cancelled is shared by all who have no limits
        try (Cancellation.Registration waking =
                limits == Limits.NONE ? () -> {} : limits.cancellation().onCancel(() -> LockSupport.unpark(waiting))) {
            task.await(this::left);
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
