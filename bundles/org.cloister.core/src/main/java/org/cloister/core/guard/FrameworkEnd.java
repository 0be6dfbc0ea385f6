// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Has the framework stop though a vendor's bundle hangs while its service is made. On Equinox who unregisters such a
 * service waits without limit (ServiceRegistrationImpl.releaseService, ServiceUse.lock). So a thread that nobody waits
 * for stops the bundle ahead of the framework, which then waits for it as for any bundle that changes its state: twice
 * {@code osgi.module.lock.timeout}, once to stop it and once to unload it.
 */
public final class FrameworkEnd implements SynchronousBundleListener {
    private static final System.Logger LOG = System.getLogger(FrameworkEnd.class.getName());
    private static final long LONGEST_BEGIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            VendorServices.making().forEach(FrameworkEnd::begin);
        }
    }

    /** Begins to stop one; when this returns the framework is no longer the first to do so. */
    private static void begin(Bundle bundle) {
        Thread thread = new Thread(() -> stop(bundle), "stop of " + bundle.getSymbolicName());
        thread.setDaemon(true);
        thread.start();
        long end = System.nanoTime() + LONGEST_BEGIN_NANOS;
        while ((bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0 && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            LOG.log(Level.WARNING, "{0} does not stop: {1}", bundle, e.getMessage());
        }
    }
}
