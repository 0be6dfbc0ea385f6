// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Waits awake for what may come soon: to put a thread to sleep and wake it again costs as much as many calls. Only as
 * long as each task under way has a processor, and who waits has one too; else waiting would take it from who works.
 * What other programs do is not known: after each wait for nothing twice as many are not tried.
 */
final class ShortWaits {
    /** About twice a small launch; what takes longer does not notice that its caller has to be woken. */
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int MOST_LEFT_OUT = 1024;

    private final int processors;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger toLeaveOut = new AtomicInteger();
    private volatile int leftOutLast = 1;

    ShortWaits(int processors) {
        this.processors = processors;
    }

    /** A task was given to a thread. */
    void begun() {
        busy.incrementAndGet();
    }

    /** It has come to its end. */
    void ended() {
        busy.decrementAndGet();
    }

    /** Waits until that is so, for a moment at most. */
    void until(BooleanSupplier so) {
        if (toLeaveOut.get() > 0 && toLeaveOut.getAndDecrement() > 0) {
            return;
        }
        busy.incrementAndGet();
        try {
            long end = System.nanoTime() + LONGEST;
            while (!so.getAsBoolean() && busy.get() <= processors) {
                if (System.nanoTime() > end) {
                    forNothing();
                    return;
                }
                Thread.onSpinWait();
            }
        } finally {
            busy.decrementAndGet();
        }
        leftOutLast = 1;
    }

    private void forNothing() {
        leftOutLast = Math.min(2 * leftOutLast, MOST_LEFT_OUT);
        toLeaveOut.set(leftOutLast);
    }
}
