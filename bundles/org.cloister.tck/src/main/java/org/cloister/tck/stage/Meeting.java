// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Several launches meet: the first call of each to the platform waits for those of the others, so that calls into the
 * type do come at the same time. A type may let one in after the other; then none waits for long.
 */
public final class Meeting {
    private static final long LONGEST_SECONDS = 5;

    private final CountDownLatch missing;

    /** Of so many launches. */
    public Meeting(int launches) {
        missing = new CountDownLatch(launches);
    }

    /** The tap of one of them. */
    public Tap tap() {
        AtomicBoolean first = new AtomicBoolean(true);
        return call -> {
            if (first.getAndSet(false)) {
                missing.countDown();
                waited();
            }
        };
    }

    private void waited() {
        try {
            if (!missing.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                // Who comes later does not wait for those who cannot come
                while (missing.getCount() > 0) {
                    missing.countDown();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
