// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A switch by which a caller ends work it has started. Once thrown it stays so.
 *
 * <p>Safe to use from any thread.
 */
public final class Cancellation {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();

    /** Asks the work to end. Runs the registered listeners in this thread, once; a second call does nothing. */
    public void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            listeners.forEach(this::runOnce);
        }
    }

    /** Whether the work was asked to end. */
    public boolean isCancelled() {
        return cancelled.get();
    }

    /**
     * Runs work at the moment of cancelling, for code that waits where it cannot check.
     *
     * @param listener short and not blocking; run at once when cancelling has happened already, never twice
     * @return closes the registration; closing twice is harmless
     */
    public Registration onCancel(Runnable listener) {
        listeners.add(listener);
        if (isCancelled()) {
            runOnce(listener);
        }
        return () -> listeners.remove(listener);
    }

    private void runOnce(Runnable listener) {
        if (listeners.remove(listener)) {
            listener.run();
        }
    }

    /** A registration that is ended by closing it. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
