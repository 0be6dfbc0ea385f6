// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.bundle;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.VendorCalls;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** How a bundle goes. */
final class BundleEnd {
    private static final int COLLECTIONS = 50;
    private static final long REFRESH_SECONDS = 10;

    private BundleEnd() {}

    static String stops(BundleSubject on) {
        on.calls().ask("Bundle.stop", () -> {
            try {
                on.bundle().stop();
                return true;
            } catch (BundleException e) {
                throw CheckEnd.failed(String.valueOf(e.getMessage()), e);
            }
        });
        int left = on.types().size() + on.platforms().size();
        CheckEnd.require(left == 0, left + " of its services are left");
        return "stopped";
    }

    static String unloads(BundleSubject on) throws BundleException, InterruptedException {
        List<Thread> busy = VendorCalls.unfinished();
        if (!busy.isEmpty()) {
            throw CheckEnd.notPerformed(
                    "a thread of its has not ended: " + busy.get(0).getName());
        }
        BundleWiring wiring = on.bundle().adapt(BundleWiring.class);
        WeakReference<ClassLoader> classes = new WeakReference<>(wiring.getClassLoader());
        wiring = null;
        on.bundle().uninstall();
        refresh(on);
        for (int i = 0; i < COLLECTIONS && classes.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        CheckEnd.require(classes.get() == null, "its class loader is still held when it was uninstalled");
        return "its classes are gone";
    }

    private static void refresh(BundleSubject on) throws InterruptedException {
        Bundle framework = on.context().getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        CountDownLatch done = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(List.of(on.bundle()), event -> done.countDown());
        CheckEnd.require(done.await(REFRESH_SECONDS, TimeUnit.SECONDS), "the framework did not refresh it");
    }
}
