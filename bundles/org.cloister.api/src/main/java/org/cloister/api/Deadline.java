// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment on a monotonic clock after which work is no longer wanted. Immutable.
 *
 * @param nanos the moment, in nanoseconds of {@code clock}
 * @param clock a monotonic clock in nanoseconds, as {@link System#nanoTime()}
 */
public record Deadline(long nanos, LongSupplier clock) {

    /** The moment that lies {@code span} ahead. */
    public static Deadline after(Duration span) {
        return new Deadline(System.nanoTime() + span.toNanos(), System::nanoTime);
    }

    /** Whether the moment has passed. */
    public boolean passed() {
        return remainingNanos() <= 0;
    }

    /** Nanoseconds until the moment; negative when it has passed. */
    public long remainingNanos() {
        return nanos - clock.getAsLong();
    }
}
