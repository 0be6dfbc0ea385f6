// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.util.Optional;
import org.cloister.supervisor.linux.TrappedCall;

/** Answers some of the trapped calls. */
public interface CallHandler {
    /**
     * Looks at a call.
     *
     * @return empty where it is not one of these
     */
    Optional<CallAnswer> take(TrappedCall call);

    /** How a call is answered: the caller waits meanwhile, and nobody else does. */
    @FunctionalInterface
    interface CallAnswer {
        /** Finds the answer. */
        CallOutcome find();
    }
}
