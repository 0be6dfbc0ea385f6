// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.time.InstantSource;
import java.util.Hashtable;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.api.settings.SettingsRules;
import org.cloister.core.settings.CurrentSettings;
import org.cloister.core.settings.SettingsSource;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Reads settings before any component of this bundle or a later one is activated, so that none of them begins with
 * others. Where the framework's property {@code cloister.settings} is {@code files}, they come from the folder that
 * {@code felix.fileinstall.dir} names; elsewhere, as in Karaf, that property is for somebody else, and Config Admin has
 * them.
 */
public final class SettingsActivator implements BundleActivator {
    private static final String FROM = "cloister.settings";
    private static final String FILES = "files";

    private ConfigurationTarget target;
    private ServiceTracker<SettingsRules, SettingsRules> rules;
    private TrackedHolders holders;
    private FolderLooks looks;

    @Override
    public void start(BundleContext context) {
        SettingsSource source = FILES.equals(context.getProperty(FROM)) ? files(context) : new CurrentSettings();
        holders = new TrackedHolders(context);
        source.holders(holders);
        String[] services = {SettingsSource.class.getName(), OperatorSettings.class.getName()};
        context.registerService(services, source, new Hashtable<>());
    }

    private FileSettings files(BundleContext context) {
        String folder = context.getProperty(FileSettings.FOLDER);
        target = new ConfigurationTarget(context);
        FileSettings settings =
                new FileSettings(folder == null ? "" : folder, context::getProperty, target, InstantSource.system());
        rules = new ServiceTracker<>(context, SettingsRules.class, null) {
            @Override
            public SettingsRules addingService(ServiceReference<SettingsRules> reference) {
                SettingsRules added = super.addingService(reference);
                settings.judges().add(added);
                return added;
            }

            @Override
            public void removedService(ServiceReference<SettingsRules> reference, SettingsRules removed) {
                settings.judges().remove(removed);
                super.removedService(reference, removed);
            }
        };
        rules.open();
        settings.begin();
        looks = new FolderLooks(settings::look);
        return settings;
    }

    @Override
    public void stop(BundleContext context) {
        holders.close();
        if (looks != null) {
            looks.close();
            rules.close();
            target.close();
        }
    }
}
