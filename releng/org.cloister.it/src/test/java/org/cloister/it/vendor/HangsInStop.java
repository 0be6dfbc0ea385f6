// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.concurrent.CountDownLatch;
import org.cloister.testing.WayToFail;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that does not come back when it is stopped. */
public final class HangsInStop implements BundleActivator {
    @Override
    public void start(BundleContext context) {}

    @Override
    public void stop(BundleContext context) {
        WayToFail.SLEEPS_DEAF.strike(new CountDownLatch(1));
    }
}
