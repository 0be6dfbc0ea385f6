// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.util.Objects;
import java.util.Optional;

/**
 * How long a call may go on: until it is cancelled, or until its deadline, or without limit.
 *
 * <p>The code that does the work calls {@link #check()} between short pieces of it (a millisecond or so). Immutable;
 * safe to share between threads.
 */
public final class Limits {
    /** No limit. */
    public static final Limits NONE = new Limits(new Cancellation(), null);

    private final Cancellation cancellation;
    private final Deadline deadline;

    private Limits(Cancellation cancellation, Deadline deadline) {
        this.cancellation = cancellation;
        this.deadline = deadline;
    }

    /** Until cancelled. */
    public static Limits of(Cancellation cancellation) {
        return new Limits(Objects.requireNonNull(cancellation), null);
    }

    /** Until cancelled or until a moment, whichever is first. */
    public static Limits of(Cancellation cancellation, Deadline deadline) {
        return new Limits(Objects.requireNonNull(cancellation), Objects.requireNonNull(deadline));
    }

    /** The switch that ends the work; never null. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** The moment the work has to be done by, if there is one. */
    public Optional<Deadline> deadline() {
        return Optional.ofNullable(deadline);
    }

    /**
     * Ends the calling work when it is no longer wanted.
     *
     * @throws CloisterException of kind {@code CANCELLED} or {@code DEADLINE}
     */
    public void check() {
        if (cancellation.isCancelled()) {
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the caller cancelled")
                    .exception();
        }
        if (deadline != null && deadline.passed()) {
            throw Problem.deadline(ProblemCodes.CALL_DEADLINE, "the caller's deadline passed")
                    .exception();
        }
    }
}
