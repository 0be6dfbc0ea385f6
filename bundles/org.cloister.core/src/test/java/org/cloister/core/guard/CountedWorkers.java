// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Workers that note the bundle of each task: each time a thread waits for another. */
public final class CountedWorkers extends Workers {
    private final List<String> begun = new CopyOnWriteArrayList<>();

    /** Calls that are made by them. */
    public GuardedCalls calls() {
        return new GuardedCalls(this);
    }

    /** The bundles whose tasks were begun since this was asked last. */
    public List<String> begun() {
        List<String> now = List.copyOf(begun);
        begun.clear();
        return now;
    }

    @Override
    void begin(String bundle, Task<?> task) {
        begun.add(bundle);
        super.begin(bundle, task);
    }
}
