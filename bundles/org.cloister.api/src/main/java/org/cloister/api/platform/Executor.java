// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.io.OutputStream;
import java.util.Objects;
import org.cloister.api.Limits;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs the virtual processors of one machine. Separate from the channels: a platform may launch guests that it cannot
 * run.
 */
@ConsumerType
public interface Executor {
    /**
     * Runs processor 0, and those it starts, until the guest ends or the limits do. One run at a time for a machine;
     * {@link #resumes} says where the next one begins.
     *
     * @param console gets what the guest writes to its first serial port, as it comes; neither flushed nor closed by
     *     the executor's end
     * @param limits how long it may go on; on cancelling, processors stop at once
     * @return how it ended, also when it was stopped by the limits
     */
    End run(OutputStream console, Limits limits);

    /**
     * Whether a run goes on from the registers and the memory that the one before left, where that ended as
     * {@link Reason#STOPPED} or {@link Reason#HALTED}. A guest that halted is halted still. Who runs such a guest can
     * stop it anywhere, move it, and run it on.
     *
     * @return by default false: each run begins with the processors' initial registers
     * @since 1.2
     */
    default boolean resumes() {
        return false;
    }

    /** How a run ended. */
    enum Reason {
        /** The guest halted with nothing left to wake it. */
        HALTED,
        /** The guest shut down or faulted beyond recovery. */
        SHUTDOWN,
        /** The guest asked to be ended because it cannot go on safely. */
        PANICKED,
        /** The caller cancelled, or the deadline passed. */
        STOPPED,
        /** The platform could not go on. */
        FAILED
    }

    /**
     * The end of a run.
     *
     * @param reason in one word
     * @param detail in a sentence, for people; empty when there is nothing to add
     */
    record End(Reason reason, String detail) {
        /** Checks that both parts are there. */
        public End {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }
    }
}
