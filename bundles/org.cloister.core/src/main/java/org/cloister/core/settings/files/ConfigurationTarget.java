// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Hands settings to Config Admin, and again to one that comes later. What somebody else has set beside them, such as
 * options of a command, stays.
 */
final class ConfigurationTarget implements Consumer<Content>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConfigurationTarget.class.getName());
    private static final String ANYWHERE = "?";

    private final Map<String, Content> given = new LinkedHashMap<>();
    private final ServiceTracker<ConfigurationAdmin, ConfigurationAdmin> admins;

    ConfigurationTarget(BundleContext context) {
        admins = new ServiceTracker<>(context, ConfigurationAdmin.class, null) {
            @Override
            public ConfigurationAdmin addingService(ServiceReference<ConfigurationAdmin> reference) {
                ConfigurationAdmin admin = super.addingService(reference);
                giveAll(admin);
                return admin;
            }
        };
        admins.open();
    }

    @Override
    public synchronized void accept(Content content) {
        Set<String> before = Optional.ofNullable(given.put(content.id(), content))
                .map(old -> old.entries().values().keySet())
                .orElse(Set.of());
        Optional.ofNullable(admins.getService()).ifPresent(admin -> give(admin, content, before));
    }

    private synchronized void giveAll(ConfigurationAdmin admin) {
        given.values().forEach(content -> give(admin, content, Set.of()));
    }

    private static void give(ConfigurationAdmin admin, Content content, Set<String> before) {
        try {
            Configuration configuration = content.name().instance().isPresent()
                    ? admin.getFactoryConfiguration(
                            content.name().pid(), content.name().instance().get(), ANYWHERE)
                    : admin.getConfiguration(content.name().pid(), ANYWHERE);
            Dictionary<String, Object> properties =
                    Optional.ofNullable(configuration.getProperties()).orElseGet(Hashtable::new);
            before.forEach(properties::remove);
            content.entries().values().forEach(properties::put);
            configuration.update(properties);
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(Level.ERROR, "{0}: Config Admin does not take it: {1}", content.file(), e.toString());
        }
    }

    @Override
    public void close() {
        admins.close();
    }
}
