// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.cloister.api.guest.GuestTypeNamespace;
import org.cloister.core.SwapLocation;
import org.cloister.core.doctor.RunningBundle;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleRevision;

/** Counts the starts of bundles, other than those that swaps start. */
final class BundleStarts implements AutoCloseable {
    /** So long a backend that is installed may take to be started, on a slow host. */
    static final long OUTSTANDING_MILLIS = 10_000;

    private final BundleContext context;
    private final LongSupplier nanos;
    private final SynchronousBundleListener listener = this::bundleChanged;
    private volatile int count;
    private volatile long lastNanos;

    BundleStarts(BundleContext context) {
        this(context, System::nanoTime);
    }

    /** Counts the time by a clock of nanoseconds. */
    BundleStarts(BundleContext context, LongSupplier nanos) {
        this.context = context;
        this.nanos = nanos;
        lastNanos = nanos.getAsLong();
        context.addBundleListener(listener);
    }

    private synchronized void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED
                && SwapLocation.parse(event.getBundle().getLocation()).isEmpty()) {
            lastNanos = nanos.getAsLong();
            count++;
        }
    }

    int count() {
        return count;
    }

    /**
     * Whether no bundle was started for some time, as it is when a framework has come up. A backend that is installed
     * and not started may still come, and would stand beside the one that is swapped in before it.
     */
    boolean quiet(long millis) {
        long passed = (nanos.getAsLong() - lastNanos) / 1_000_000;
        return passed >= millis && (passed >= OUTSTANDING_MILLIS || !outstanding());
    }

    private boolean outstanding() {
        try {
            return Arrays.stream(context.getBundles()).anyMatch(BundleStarts::outstanding);
        } catch (IllegalStateException e) {
            // The bundle of this watch has ended, or that one was uninstalled meanwhile: nothing is swapped in now
            return true;
        }
    }

    private static boolean outstanding(Bundle bundle) {
        if ((bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING)) == 0
                || RunningBundle.is(bundle)
                || SwapLocation.parse(bundle.getLocation()).isPresent()) {
            return false;
        }
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null
                && !revision.getDeclaredCapabilities(GuestTypeNamespace.NAMESPACE)
                        .isEmpty();
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
