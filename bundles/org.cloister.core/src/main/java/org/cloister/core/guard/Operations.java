// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cloister.api.Limits;

/** Operations under way: each in one worker, while its caller waits beside it. */
final class Operations {
    private final Set<Task<?>> underWay = ConcurrentHashMap.newKeySet();
    private final Workers workers;
    private final Consumer<Overrun> unanswered;

    /**
     * Has them done by workers.
     *
     * @param unanswered gets a call that did not answer a question
     */
    Operations(Workers workers, Consumer<Overrun> unanswered) {
        this.workers = workers;
        this.unanswered = unanswered;
    }

    /**
     * Does one.
     *
     * @param beneath takes away what it works with when it is left behind, in the caller's thread
     */
    <T> T run(Vendor vendor, Limits limits, Times times, Task<T> task, Runnable beneath) {
        workers.begin(vendor.bundle(), task);
        underWay.add(task);
        try {
            new OperationLimits(limits, times.grace()).await(task, times.question(), unanswered);
        } finally {
            underWay.remove(task);
        }
        if (task.endedByQuestion()) {
            return run(vendor, limits, times, task.again(), beneath);
        }
        if (task.done() || !task.giveUp(workers::left)) {
            return task.result();
        }
        beneath.run();
        throw OperationLimits.ended(limits, task.overrun());
    }

    /** The calls that they have been in for so long. */
    Stream<Overrun> goingOn(long nanos) {
        return underWay.stream().flatMap(task -> task.goingOn(nanos).stream());
    }
}
