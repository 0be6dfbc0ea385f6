// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.util.Objects;

/**
 * The one exception of Cloister's contracts: a {@link Problem} that ended a call.
 *
 * <p>It is unchecked because nearly every call can end so and hardly any caller can do better than to report it. An
 * implementation of one of the service interfaces reports every failure this way; any other exception that leaves it is
 * treated as a defect of that implementation.
 */
public class CloisterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Not serialised: exceptions of this kind stay within a process. */
    private final transient Problem problem;

    /**
     * Creates an exception.
     *
     * @param problem what went wrong, not null
     * @param cause the failure behind it, or null
     */
    public CloisterException(Problem problem, Throwable cause) {
        super(Objects.requireNonNull(problem, "problem").message(), cause);
        this.problem = problem;
    }

    /** What went wrong; never null. */
    public Problem problem() {
        return problem;
    }
}
