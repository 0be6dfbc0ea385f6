// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.Optional;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.ProcessorRunner;

/** What runs processors now. Safe for use by several threads. */
final class Runners {
    private final Runnable changed;
    private ProcessorRunner runner;
    private ChangeWatch watch = ChangeWatch.NONE;

    /** {@code changed} is run when another one comes, it goes, or what is in its way changes. */
    Runners(Runnable changed) {
        this.changed = changed;
    }

    void come(ProcessorRunner other) {
        ChangeWatch begun = other.watchObstacle(changed);
        become(other, begun);
    }

    void go(ProcessorRunner gone) {
        if (now().filter(there -> there == gone).isPresent()) {
            become(null, ChangeWatch.NONE);
        }
    }

    private void become(ProcessorRunner other, ChangeWatch begun) {
        ChangeWatch before;
        synchronized (this) {
            before = watch;
            runner = other;
            watch = begun;
        }
        before.close();
        changed.run();
    }

    synchronized Optional<ProcessorRunner> now() {
        return Optional.ofNullable(runner);
    }

    Optional<ProcessorRunner> usable() {
        return now().filter(candidate -> candidate.obstacle().isEmpty());
    }
}
