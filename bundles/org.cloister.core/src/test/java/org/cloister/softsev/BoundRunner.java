// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import org.cloister.api.platform.ProcessorRunner;

/** What a framework does: gives a platform something that runs its processors. */
public final class BoundRunner {
    private BoundRunner() {}

    /** From now on a runner runs the platform's guests. */
    public static void bind(SoftSev platform, ProcessorRunner runner) {
        platform.bindRunner(runner);
    }
}
