// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait for a framework that was asked to stop: OSGi lets each bundle take as long as it likes, and one that
 * does not come back keeps the framework from stopping.
 */
final class StopPatience {
    private final long longest;
    private final LongSupplier nanos;
    private volatile Long began;

    /**
     * Waits for nothing yet.
     *
     * @param nanos the time that goes on
     */
    StopPatience(Duration longest, LongSupplier nanos) {
        this.longest = longest.toNanos();
        this.nanos = nanos;
    }

    /** Nothing but the framework is waited for from now on. */
    void begin() {
        began = nanos.getAsLong();
    }

    /** Whether it has had its time. */
    boolean isOver() {
        Long since = began;
        return since != null && nanos.getAsLong() - since > longest;
    }
}
