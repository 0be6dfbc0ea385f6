// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import org.cloister.api.platform.ProcessorRunner;

/** Gives a platform what runs its processors, as the framework would. */
public final class RunnerBed {
    private RunnerBed() {}

    public static void bind(SoftSev platform, ProcessorRunner runner) {
        platform.bindRunner(runner);
    }
}
