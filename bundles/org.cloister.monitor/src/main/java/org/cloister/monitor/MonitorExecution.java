// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.io.OutputStream;
import java.util.Optional;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.Executor;

/** A guest that is executed, until it ends or is halted. */
final class MonitorExecution {
    private final Executor executor;
    private final OutputStream console;
    private final Cancellation outer;
    private final Cancellation halting = new Cancellation();

    /**
     * An execution that has not begun.
     *
     * @param executor runs it
     * @param console gets what it writes
     * @param outer ends it
     */
    MonitorExecution(Executor executor, OutputStream console, Cancellation outer) {
        this.executor = executor;
        this.console = console;
        this.outer = outer;
    }

    Executor executor() {
        return executor;
    }

    /** Ends it where the guest is. */
    void halt() {
        halting.cancel();
    }

    /**
     * Executes the guest for as long as that goes on; empty when it only halted and is still there to be inspected, as
     * in QEMU, or was stopped.
     */
    Optional<GuestEnd> toItsEnd() {
        try (Cancellation.Registration ended = outer.onCancel(halting::cancel)) {
            return ending(executor.run(console, Limits.of(halting)));
        } catch (CloisterException e) {
            return Optional.of(broken(e));
        } catch (RuntimeException e) {
            return Optional.of(broken(Problem.defect(
                            ProblemCodes.VENDOR_DEFECT,
                            "what runs the guest failed in a way that its contract excludes")
                    .found(e)
                    .exception(e)));
        }
    }

    private static Optional<GuestEnd> ending(Executor.End end) {
        return switch (end.reason()) {
            case HALTED, STOPPED -> Optional.empty();
            case SHUTDOWN -> Optional.of(GuestEnd.of(GuestEnd.Cause.SHUTDOWN, end.detail()));
            case PANICKED -> Optional.of(GuestEnd.of(GuestEnd.Cause.PANIC, end.detail()));
            case FAILED -> Optional.of(GuestEnd.of(GuestEnd.Cause.ERROR, end.detail()));
        };
    }

    private static GuestEnd broken(CloisterException failure) {
        return new GuestEnd(GuestEnd.Cause.ERROR, failure.problem().what(), Optional.of(failure));
    }
}
