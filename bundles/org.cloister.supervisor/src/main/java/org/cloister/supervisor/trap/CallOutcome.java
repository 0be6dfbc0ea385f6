// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.util.function.LongConsumer;
import org.cloister.supervisor.linux.HeldFile;

/** What becomes of a trapped call. */
public sealed interface CallOutcome {
    /** The kernel carries it out. */
    record Proceed() implements CallOutcome {}

    /** It returns a number. */
    record Value(long number) implements CallOutcome {}

    /** It fails. */
    record Failure(int errno) implements CallOutcome {}

    /**
     * It returns a descriptor.
     *
     * @param file handed over, and not closed here
     * @param closeOnExec whether the program's descriptor ends with the program
     */
    record Opened(HeldFile file, boolean closeOnExec) implements CallOutcome {}

    /**
     * The same with a file that is closed here afterwards.
     *
     * @param file handed over
     * @param closeOnExec as above
     */
    record OpenedOnce(HeldFile file, boolean closeOnExec) implements CallOutcome {}

    /**
     * The kernel carries it out with another third argument, and somebody learns what it returns.
     *
     * @param third the argument; the same one where it is only watched
     * @param result gets what the call returned, an error number negative, before the program does; it must be quick
     */
    record Watched(long third, LongConsumer result) implements CallOutcome {}

    /** The kernel carries it out. */
    CallOutcome PROCEED = new Proceed();

    /** It returns 0. */
    CallOutcome DONE = new Value(0);

    /** 0 or a failure, as an error number says it. */
    static CallOutcome of(int errno) {
        return errno == 0 ? DONE : new Failure(errno);
    }
}
