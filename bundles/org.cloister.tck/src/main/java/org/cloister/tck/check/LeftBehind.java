// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import java.time.Duration;
import java.util.List;

/** What calls may not leave behind. */
public final class LeftBehind {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private LeftBehind() {}

    /** Fails with what calls left behind in the threads that they were made in. */
    public static String inThreads(VendorCalls calls) {
        CheckEnd.require(calls.leftBehind().isEmpty(), String.join("; ", calls.leftBehind()));
        return "every call left its thread as it was";
    }

    /** Fails with the threads that calls have started and that go on; those that are about to end get their time. */
    public static String threads(VendorCalls calls) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        List<Thread> left = calls.threadsLeft();
        while (!left.isEmpty() && System.nanoTime() < end) {
            left.get(0).join(10);
            left = calls.threadsLeft();
        }
        CheckEnd.require(
                left.isEmpty(),
                "threads go on: " + left.stream().map(Thread::getName).toList());
        return "no thread goes on";
    }
}
