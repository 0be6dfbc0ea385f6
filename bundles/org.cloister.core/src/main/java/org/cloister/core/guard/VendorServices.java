// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** Gets and gives back vendors' services: that runs their constructors, activation and deactivation. */
public final class VendorServices {
    private VendorServices() {}

    /** A service, null when it cannot be made; for workers only. */
    public static <S> S get(ServiceReference<S> reference) {
        return context().getService(reference);
    }

    /** Gives one back, in a thread that nobody waits for. */
    public static void release(ServiceReference<?> reference, GuardedCalls calls) {
        BundleContext context = context();
        calls.background(() -> {
            try {
                context.ungetService(reference);
            } catch (IllegalStateException e) {
                // Core itself is going, and the framework gives back everything
            }
        });
    }

    private static BundleContext context() {
        return FrameworkUtil.getBundle(VendorServices.class).getBundleContext();
    }
}
