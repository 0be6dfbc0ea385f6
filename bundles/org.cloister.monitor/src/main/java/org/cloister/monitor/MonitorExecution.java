// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.io.OutputStream;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.Executor;

/**
 * A guest that is executed.
 *
 * @param executor runs it
 * @param console gets what it writes
 * @param limits end it
 */
record MonitorExecution(Executor executor, OutputStream console, Limits limits) {

    /**
     * Executes the guest for as long as that goes on; empty when it only halted and is still there to be inspected, as
     * in QEMU.
     */
    Optional<GuestEnd> toItsEnd() {
        try {
            return ending(executor.run(console, limits));
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
