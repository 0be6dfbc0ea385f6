// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that does not let itself be stopped. */
public final class FailsToStop implements BundleActivator {
    @Override
    public void start(BundleContext context) {}

    @Override
    public void stop(BundleContext context) {
        throw new IllegalStateException("a guest is still there");
    }
}
