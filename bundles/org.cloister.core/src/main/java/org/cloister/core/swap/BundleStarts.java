// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import org.cloister.core.SwapLocation;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Counts the starts of bundles, other than those that swaps start. */
final class BundleStarts implements AutoCloseable {
    private final BundleContext context;
    private final SynchronousBundleListener listener = this::bundleChanged;
    private volatile int count;
    private volatile long lastNanos = System.nanoTime();

    BundleStarts(BundleContext context) {
        this.context = context;
        context.addBundleListener(listener);
    }

    private synchronized void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED
                && SwapLocation.parse(event.getBundle().getLocation()).isEmpty()) {
            lastNanos = System.nanoTime();
            count++;
        }
    }

    int count() {
        return count;
    }

    /** Whether no bundle was started for some time, as it is when a framework has come up. */
    boolean quiet(long millis) {
        return System.nanoTime() - lastNanos >= millis * 1_000_000;
    }

    @Override
    public void close() {
        try {
            context.removeBundleListener(listener);
        } catch (IllegalStateException e) {
            // The bundle has ended, and the listener with it
        }
    }
}
