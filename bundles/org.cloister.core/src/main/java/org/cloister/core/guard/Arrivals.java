// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cloister.api.CloisterException;

/**
 * Vendors' services that were registered and are looked at: got, and asked who they are. That runs their code, so it is
 * done in no thread of the framework's. Who needs to know what there is waits for them as long as for a question.
 */
public final class Arrivals {
    private final GuardedCalls calls;
    private final Set<CountDownLatch> looks = ConcurrentHashMap.newKeySet();

    /** Nothing is looked at yet. */
    public Arrivals(GuardedCalls calls) {
        this.calls = calls;
    }

    /**
     * Looks at a service that was registered just now.
     *
     * @param look has the time of one question; may still end well later
     * @param refused told why it did not end well in time
     */
    public void look(Vendor vendor, Runnable look, Consumer<CloisterException> refused) {
        CountDownLatch over = new CountDownLatch(1);
        looks.add(over);
        calls.background(() -> {
            try {
                calls.question(vendor, () -> {
                    look.run();
                    return true;
                });
            } catch (CloisterException e) {
                refused.accept(e);
                calls.refused(vendor, e.problem());
            } finally {
                looks.remove(over);
                over.countDown();
            }
        });
    }

    /** Waits until all that were registered before are looked at, or did not answer. */
    public void settle() {
        if (looks.isEmpty() || GuardedCalls.questioned()) {
            return;
        }
        long end = System.nanoTime() + 2 * calls.patience();
        try {
            for (CountDownLatch over : looks) {
                over.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
