// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The settings of launches, by Config Admin. */
record LauncherSettings(BundleContext context) {
    private static final String PID = "org.cloister.core";
    private static final String LAUNCHER = "org.cloister.api.launch.GuestLauncher";
    private static final long PATIENCE_SECONDS = 30;

    /** Sets one, and waits until the launcher bears it. */
    void configure(String key, Object value, String seen) throws Exception {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(key, value);
        GivenConfiguration.of(context, PID).update(properties);
        await(seen);
    }

    void delete() throws Exception {
        GivenConfiguration.of(context, PID).delete();
    }

    ServiceReference<?> launcher() throws Exception {
        return context.getAllServiceReferences(LAUNCHER, null)[0];
    }

    /** The launcher bears its settings as service properties, which change after it has taken them over. */
    void await(String seen) throws Exception {
        String filter = "(&(objectClass=" + LAUNCHER + ")" + seen + ")";
        CountDownLatch happened = new CountDownLatch(1);
        AllServiceListener listener = event -> happened.countDown();
        context.addServiceListener(listener, filter);
        try {
            boolean already = context.getAllServiceReferences(LAUNCHER, seen) != null;
            assertThat(already || happened.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(filter)
                    .isTrue();
        } finally {
            context.removeServiceListener(listener);
        }
    }
}
