// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.time.InstantSource;
import java.util.Hashtable;
import java.util.List;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.api.settings.SettingsHolder;
import org.cloister.api.settings.SettingsRules;
import org.cloister.core.guard.FrameworkEnd;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.GuardedHolder;
import org.cloister.core.guard.GuardedRules;
import org.cloister.core.settings.CurrentSettings;
import org.cloister.core.settings.SettingsSource;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;

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
    private GuardedCalls calls;
    private Tracked<SettingsRules, GuardedRules> rules;
    private Tracked<SettingsHolder, GuardedHolder> holders;
    private FolderLooks looks;

    @Override
    public void start(BundleContext context) {
        calls = new GuardedCalls();
        context.addBundleListener(new FrameworkEnd());
        context.registerService(GuardedCalls.class, calls, new Hashtable<>());
        SettingsSource source = FILES.equals(context.getProperty(FROM)) ? files(context) : new CurrentSettings();
        holders = new Tracked<>(
                context, SettingsHolder.class, calls, (service, vendor) -> new GuardedHolder(service, vendor, calls));
        source.holders(() -> List.copyOf(holders.list()));
        String[] services = {SettingsSource.class.getName(), OperatorSettings.class.getName()};
        context.registerService(services, source, new Hashtable<>());
    }

    private FileSettings files(BundleContext context) {
        String folder = context.getProperty(FileSettings.FOLDER);
        target = new ConfigurationTarget(context);
        FileSettings settings =
                new FileSettings(folder == null ? "" : folder, context::getProperty, target, InstantSource.system());
        rules = new Tracked<>(
                context, SettingsRules.class, calls, (service, vendor) -> new GuardedRules(service, vendor, calls));
        settings.judges().vendors(() -> List.copyOf(rules.list()));
        context.addBundleListener((SynchronousBundleListener) event -> {
            boolean system = event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
            if (system && event.getType() == BundleEvent.STOPPING) {
                settings.end();
            }
        });
        settings.begin();
        looks = new FolderLooks(settings::look);
        return settings;
    }

    @Override
    public void stop(BundleContext context) {
        calls.close();
        holders.close();
        if (looks != null) {
            looks.close();
            rules.close();
            target.close();
        }
    }
}
