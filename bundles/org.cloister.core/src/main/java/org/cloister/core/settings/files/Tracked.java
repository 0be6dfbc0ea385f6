// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Registered;
import org.cloister.core.guard.Vendor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Vendors' services of one kind that are registered. To get one may run code of its bundle, which neither the start of
 * this bundle nor that of the other waits for.
 */
final class Tracked<S, C> implements AutoCloseable {
    private final Registered<S, C> services;
    private final ServiceTracker<S, ServiceReference<S>> references;

    Tracked(BundleContext context, Class<S> kind, GuardedCalls calls, BiFunction<Supplier<S>, Vendor, C> look) {
        services = new Registered<>(calls, look);
        references = new ServiceTracker<>(context, kind, null) {
            @Override
            public ServiceReference<S> addingService(ServiceReference<S> reference) {
                services.add(reference);
                return reference;
            }

            @Override
            public void removedService(ServiceReference<S> reference, ServiceReference<S> same) {
                services.remove(reference);
            }
        };
        references.open();
    }

    /** Those that are there and say what they are for. */
    List<C> list() {
        return services.list();
    }

    @Override
    public void close() {
        references.close();
    }
}
