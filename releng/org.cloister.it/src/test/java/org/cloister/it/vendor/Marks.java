// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Shows that it ran. */
public final class Marks implements BundleActivator {
    /** The system property that is set then. */
    public static final String RAN = "cloister.it.ran";

    static {
        System.setProperty(RAN, "loaded and initialised");
    }

    @Override
    public void start(BundleContext context) {
        System.setProperty(RAN, "started");
    }

    @Override
    public void stop(BundleContext context) {}
}
