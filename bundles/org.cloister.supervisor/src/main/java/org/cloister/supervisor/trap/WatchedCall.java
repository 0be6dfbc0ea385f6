// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.util.function.LongConsumer;
import org.cloister.supervisor.linux.Registers;
import org.cloister.supervisor.linux.TrappedCall;

/**
 * A call on its way: it was sent back, is made again with another third argument, and is followed to its end. Handlers
 * of signals may run before it is made again, with calls of their own. The tracer's thread alone moves it on; others
 * may ask whether it expects a call.
 */
final class WatchedCall {
    /** What the kernel answers at the beginning of a call. */
    private static final long NOT_YET = -38;
    /** ERESTART_RESTARTBLOCK to ERESTARTSYS: the call will be made again. */
    private static final long FIRST_RESTART = -516;

    private static final long LAST_RESTART = -512;

    private final TrappedCall call;
    private final long third;
    private final LongConsumer result;
    private boolean rewritten;
    private boolean inside;
    private boolean stopTaken;

    WatchedCall(TrappedCall call, long third, LongConsumer result) {
        this.call = call;
        this.third = third;
        this.result = result;
    }

    /** Whether this is the call as it is made again. */
    boolean isAgain(TrappedCall other) {
        return other.thread() == call.thread()
                && other.number() == call.number()
                && other.first() == call.first()
                && other.second() == call.second()
                && other.third() == third;
    }

    /**
     * The first stop behind the call that was sent back: from here on it has the other argument.
     *
     * @return whether the registers were changed
     */
    boolean rewrite(Registers registers) {
        if (rewritten || registers.call() != call.number() || !isRestart(registers.result())) {
            return false;
        }
        rewritten = true;
        registers.third(third);
        return true;
    }

    /** Whether this stop was made for the call, and is no signal to the program. */
    boolean takesStop() {
        boolean first = !stopTaken;
        stopTaken = true;
        return first;
    }

    /**
     * The beginning or the end of a call of the thread.
     *
     * @return whether it was the end of this one
     */
    boolean ends(Registers registers) {
        if (!inside) {
            inside = rewritten
                    && registers.result() == NOT_YET
                    && registers.call() == call.number()
                    && registers.first() == call.first()
                    && registers.second() == call.second()
                    && registers.third() == third;
            return false;
        }
        inside = false;
        return !isRestart(registers.result());
    }

    /** Tells what the call returned. */
    void tell(long value) {
        result.accept(value);
    }

    private static boolean isRestart(long value) {
        return value >= FIRST_RESTART && value <= LAST_RESTART;
    }
}
