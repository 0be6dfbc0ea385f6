// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.osgi.annotation.versioning.ConsumerType;

/** The time that fetching follows, and how it lets time pass. Safe for use by several threads. */
@ConsumerType
public interface FetchClock {
    /** Now; never earlier than what was said before. */
    Instant now();

    /**
     * Lets time pass.
     *
     * @param span not negative
     * @param limits whose cancellation ends the wait early
     * @throws org.cloister.api.CloisterException {@code call.cancelled}
     */
    void pause(Duration span, Limits limits);

    /** The time of this machine, as it was when this was asked for, with what has passed since by its steady clock. */
    static FetchClock system() {
        Instant begin = Instant.now();
        long first = System.nanoTime();
        return new FetchClock() {
            @Override
            public Instant now() {
                return begin.plusNanos(System.nanoTime() - first);
            }

            @Override
            public void pause(Duration span, Limits limits) {
                CountDownLatch cancelled = new CountDownLatch(1);
                try (Cancellation.Registration registered =
                        limits.cancellation().onCancel(cancelled::countDown)) {
                    cancelled.await(span.toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the thread was interrupted")
                            .exception(e);
                }
                limits.check();
            }
        };
    }
}
