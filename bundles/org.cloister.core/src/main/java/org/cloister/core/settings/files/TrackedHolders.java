// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.cloister.api.settings.SettingsHolder;
import org.cloister.core.settings.SettingsHolders;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Those that are registered. A service is got at the first question and not when it is registered: to get it may run
 * code of its bundle, which neither the start of this bundle nor that of the other waits for.
 */
final class TrackedHolders implements SettingsHolders, AutoCloseable {
    private final Map<ServiceReference<SettingsHolder>, SettingsHolder> got = new ConcurrentHashMap<>();
    private final BundleContext context;
    private final ServiceTracker<SettingsHolder, ServiceReference<SettingsHolder>> references;

    TrackedHolders(BundleContext context) {
        this.context = context;
        references = new ServiceTracker<>(context, SettingsHolder.class, null) {
            @Override
            public ServiceReference<SettingsHolder> addingService(ServiceReference<SettingsHolder> reference) {
                return reference;
            }

            @Override
            public void removedService(
                    ServiceReference<SettingsHolder> reference, ServiceReference<SettingsHolder> same) {
                if (got.remove(reference) != null) {
                    context.ungetService(reference);
                }
            }
        };
        references.open();
    }

    @Override
    public List<SettingsHolder> all() {
        return references.getTracked().keySet().stream()
                .map(reference -> got.computeIfAbsent(reference, context::getService))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void close() {
        references.close();
    }
}
