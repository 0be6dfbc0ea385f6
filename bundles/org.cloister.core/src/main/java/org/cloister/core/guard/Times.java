// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.time.Duration;

/**
 * How long vendors' code may take, all by one measure.
 *
 * @param answer for a question; also what a step of a launch gets beyond the launch's deadline
 */
record Times(Duration answer) {
    /** As long as nothing else is set. */
    static final Times DEFAULT = new Times(Duration.ofSeconds(5));

    private static final int ANSWERS_OF_A_PLAN = 6;
    private static final int PARTS = 3;

    long question() {
        return answer.toNanos();
    }

    /** For a question within a question. */
    long part() {
        return answer.toNanos() / PARTS;
    }

    /** For a plan that somebody else's launch waits for. */
    long plan() {
        return ANSWERS_OF_A_PLAN * answer.toNanos();
    }

    /** For a step, from the launch's deadline or cancellation on. */
    long grace() {
        return answer.toNanos();
    }
}
