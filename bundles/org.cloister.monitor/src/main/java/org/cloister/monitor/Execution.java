// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.io.OutputStream;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.platform.Executor;

/**
 * A guest that is executed.
 *
 * @param executor runs it
 * @param console gets what it writes
 * @param limits end it
 */
record Execution(Executor executor, OutputStream console, Limits limits) {

    /**
     * Executes the guest for as long as that goes on; empty when it only halted and is still there to be looked at, as
     * in QEMU.
     */
    Optional<Ending> toItsEnd() {
        try {
            return ending(executor.run(console, limits));
        } catch (CloisterException e) {
            return Optional.of(broken(e));
        } catch (RuntimeException e) {
            return Optional.of(broken(
                    Problem.defect("vendor.defect", "what runs the guest failed in a way that its contract excludes")
                            .found(e)
                            .exception(e)));
        }
    }

    private static Optional<Ending> ending(Executor.End end) {
        return switch (end.reason()) {
            case HALTED, STOPPED -> Optional.empty();
            case SHUTDOWN -> Optional.of(Ending.of(Ending.Cause.SHUTDOWN, end.detail()));
            case PANICKED -> Optional.of(Ending.of(Ending.Cause.PANIC, end.detail()));
            case FAILED -> Optional.of(Ending.of(Ending.Cause.ERROR, end.detail()));
        };
    }

    private static Ending broken(CloisterException failure) {
        return new Ending(Ending.Cause.ERROR, failure.problem().what(), Optional.of(failure));
    }
}
