// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.Arrays;
import java.util.List;
import org.cloister.core.SwapLocation;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;

/**
 * Takes away what swaps installed when this bundle is uninstalled, by the feature service of Karaf for example: who
 * installed this bundle does not know of them. It listens in the name of the framework, as a listener of the bundle's
 * own is gone by then.
 */
final class SwapsEnd implements BundleListener {
    private static final System.Logger LOG = System.getLogger(SwapsEnd.class.getName());
    private static final String CORE = "org.cloister.core";
    /** One, however often the service starts: a framework adds no listener twice. */
    private static final SwapsEnd LISTENER = new SwapsEnd();

    private volatile BundleContext framework;

    private SwapsEnd() {}

    static void listen(BundleContext context) {
        LISTENER.framework = context.getBundle(0).getBundleContext();
        LISTENER.framework.addBundleListener(LISTENER);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (!CORE.equals(event.getBundle().getSymbolicName())) {
            return;
        }
        switch (event.getType()) {
            case BundleEvent.UNINSTALLED -> {
                framework.removeBundleListener(this);
                removeSwapped();
            }
            // Its classes are loaded again, and another one listens when they start
            case BundleEvent.UPDATED, BundleEvent.RESOLVED -> framework.removeBundleListener(this);
            default -> {}
        }
    }

    /** Another core goes on with them. */
    private void removeSwapped() {
        List<Bundle> bundles = Arrays.asList(framework.getBundles());
        if (bundles.stream().anyMatch(bundle -> CORE.equals(bundle.getSymbolicName()))) {
            return;
        }
        for (Bundle bundle : bundles) {
            if (SwapLocation.parse(bundle.getLocation()).isPresent()) {
                try {
                    bundle.uninstall();
                } catch (BundleException e) {
                    LOG.log(System.Logger.Level.WARNING, "a backend is left over: {0}", e.toString());
                }
            }
        }
    }
}
