// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.cloister.api.Limits;
import org.cloister.api.platform.Executor;

/** Counts the runs of a guest's processors, and begins none when they must not run. Safe for use by several threads. */
public final class CountedRuns {
    private final AtomicInteger running = new AtomicInteger();

    /** Whether one is under way. */
    public boolean any() {
        return running.get() > 0;
    }

    /**
     * The same executor, counted.
     *
     * @param resumes what it says of that
     * @param allowed asked when a run was counted already: who forbids runs first and looks here then misses none
     * @param why what a run ends with that is not allowed
     */
    public Executor of(Executor executor, boolean resumes, BooleanSupplier allowed, String why) {
        return new Executor() {
            @Override
            public End run(OutputStream console, Limits limits) {
                running.incrementAndGet();
                try {
                    return allowed.getAsBoolean() ? executor.run(console, limits) : new End(Reason.FAILED, why);
                } finally {
                    running.decrementAndGet();
                }
            }

            @Override
            public boolean resumes() {
                return resumes;
            }
        };
    }
}
