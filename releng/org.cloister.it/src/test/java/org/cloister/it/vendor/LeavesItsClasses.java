// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle of which Java itself holds an object when it is gone. */
public final class LeavesItsClasses implements BundleActivator, Thread.UncaughtExceptionHandler {
    @Override
    public void start(BundleContext context) {
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {}
}
