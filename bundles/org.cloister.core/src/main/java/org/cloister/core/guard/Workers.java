// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The threads that vendors' code runs in, each kept for the bundle that it served. When a bundle goes, so do they:
 * there is no other way to be sure that its thread locals are gone.
 */
class Workers {
    static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Map<String, Deque<Worker>> idle = new ConcurrentHashMap<>();
    private final List<Overrun> stuck = new CopyOnWriteArrayList<>();
    private final ShortWaits waits = new ShortWaits(Runtime.getRuntime().availableProcessors());
    private volatile boolean closed;

    /** Has a task done by a thread that served this bundle alone, or none yet. */
    void begin(String bundle, Task<?> task) {
        Deque<Worker> waiting = idle.get(bundle);
        Worker worker = waiting == null ? null : waiting.pollFirst();
        if (worker == null) {
            worker = Worker.of(this, bundle);
            worker.give(task);
            start(worker);
        } else {
            worker.give(task);
        }
    }

    private void start(Worker worker) {
        try {
            worker.start();
        } catch (Error e) {
            // The host gives no more threads
            waits.ended();
            throw e;
        }
    }

    /** How its threads, and who waits for them, wait for each other. */
    ShortWaits waits() {
        return waits;
    }

    /** By a worker that has nothing to do any more; whether it is wanted again. */
    boolean takesBack(Worker worker) {
        if (!fit(worker)) {
            return false;
        }
        idle.computeIfAbsent(worker.of(), none -> new ConcurrentLinkedDeque<>()).addFirst(worker);
        // Who went meanwhile may not have seen it
        return fit(worker) || !withdraws(worker);
    }

    private boolean fit(Worker worker) {
        return !closed && worker.fit();
    }

    /** Whether a worker may end: nobody has taken it. */
    boolean withdraws(Worker worker) {
        Deque<Worker> waiting = idle.get(worker.of());
        return waiting == null || waiting.remove(worker);
    }

    /** A vendor's service went: no thread is kept in which its code ran. */
    void went(Vendor vendor) {
        vendor.leave();
        idle.values().forEach(waiting -> dismiss(waiting, vendor));
    }

    private static void dismiss(Deque<Worker> waiting, Vendor vendor) {
        for (Worker worker : new ArrayList<>(waiting)) {
            if (worker.served(vendor) && waiting.remove(worker)) {
                worker.dismiss();
            }
        }
    }

    void left(Overrun overrun) {
        stuck.add(overrun);
    }

    void cameBack(Overrun overrun) {
        if (overrun != null) {
            stuck.remove(overrun);
            overrun.call().vendor().cameBack(overrun);
        }
    }

    /** The calls that were left behind and have not come back, oldest first. */
    List<Overrun> stuck() {
        return stuck;
    }

    /** Ends the threads that wait, and the others when they come back. */
    void close() {
        closed = true;
        idle.values().forEach(waiting -> {
            for (Worker worker = waiting.pollFirst(); worker != null; worker = waiting.pollFirst()) {
                worker.dismiss();
            }
        });
    }
}
