// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Gets and gives back vendors' services: that runs their constructors, activation and deactivation. A service is got
 * and held in the name of its own bundle. Equinox holds a lock for each use of a service while it is made, and the end
 * of whoever uses it waits for that without limit: so no other bundle's end waits for one that hangs.
 */
public final class VendorServices {
    private static final Map<Thread, Bundle> MAKING = new ConcurrentHashMap<>();

    private VendorServices() {}

    /** A service, null when it cannot be made or went; for workers only. */
    public static <S> S get(ServiceReference<S> reference) {
        Bundle bundle = reference.getBundle();
        BundleContext context = bundle == null ? null : bundle.getBundleContext();
        if (context == null) {
            return null;
        }
        MAKING.put(Thread.currentThread(), bundle);
        try {
            return context.getService(reference);
        } finally {
            MAKING.remove(Thread.currentThread());
        }
    }

    /** The bundles that are making a service now. */
    static Set<Bundle> making() {
        return Set.copyOf(MAKING.values());
    }

    /** Gives one back, in a thread that nobody waits for. */
    public static void release(ServiceReference<?> reference, GuardedCalls calls) {
        Bundle bundle = reference.getBundle();
        BundleContext context = bundle == null ? null : bundle.getBundleContext();
        if (context != null) {
            calls.background(() -> {
                try {
                    context.ungetService(reference);
                } catch (IllegalStateException e) {
                    // Its bundle is going, and the framework gives back everything
                }
            });
        }
    }
}
