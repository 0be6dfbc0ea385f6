// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import org.cloister.api.CloisterException;
import org.cloister.core.SwapLocation;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Ends what a process began that was killed in the middle of a swap, where the framework kept its bundles. A new bundle
 * that was never to stay goes; one that was takes the place of the old one. Both are known from what the framework
 * itself keeps with a bundle.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private Recovery() {}

    static void run(BundleContext context) {
        for (Bundle bundle : context.getBundles()) {
            SwapLocation.parse(bundle.getLocation()).ifPresent(swapped -> {
                if (bundle.adapt(BundleStartLevel.class).isPersistentlyStarted()) {
                    replaced(context, bundle, swapped);
                } else {
                    remove(bundle);
                }
            });
        }
    }

    private static void replaced(BundleContext context, Bundle bundle, SwapLocation swapped) {
        Arrays.stream(context.getBundles())
                .filter(old -> swapped.replaces() != 0 && old.getBundleId() == swapped.replaces())
                .filter(old -> old.getBundleId() < bundle.getBundleId())
                .forEach(Recovery::remove);
    }

    private static void remove(Bundle bundle) {
        try {
            NewBundle.remove(bundle);
        } catch (CloisterException e) {
            LOG.log(Level.WARNING, "a backend is left over: {0}", e.problem().message());
        }
    }
}
