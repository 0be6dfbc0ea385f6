// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.util.concurrent.TimeUnit;

/**
 * Says on standard error what the platform lacks, once a minute: when memory or threads are gone, every connection
 * meets the same.
 */
final class ConnectionFailureLog {
    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private long told = System.nanoTime() - SILENCE_NANOS;

    /** Fails at nothing: the caller goes on. */
    synchronized void report(Throwable failure) {
        long now = System.nanoTime();
        if (now - told < SILENCE_NANOS) {
            return;
        }
        told = now;
        try {
            System.err.println("cloister: a client could not be served: " + failure);
        } catch (OutOfMemoryError e) {
            // There is not even room to say so
        }
    }
}
