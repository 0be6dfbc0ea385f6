// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import java.util.List;
import org.cloister.api.launch.Step;

/** How long steps took. */
final class Durations {
    private Durations() {}

    /** All together, in microseconds. */
    static long micros(List<Step> steps) {
        return steps.stream().mapToLong(Step::micros).sum();
    }
}
