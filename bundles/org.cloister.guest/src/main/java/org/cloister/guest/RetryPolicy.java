// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a request is repeated that a hypervisor was too busy for.
 *
 * @param tries at least 1
 * @param pause what is done between two of them
 */
public record RetryPolicy(int tries, Runnable pause) {
    /** A minute, with two seconds between tries, as Linux does. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(30, () -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2)));

    /** Checks the number. */
    public RetryPolicy {
        if (tries < 1) {
            throw new IllegalArgumentException(tries + " tries");
        }
    }
}
