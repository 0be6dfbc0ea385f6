// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.it.Commands.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Settings by Config Admin, changed while the launcher stays the same service. */
class SettingsIT {
    private static final String PID = "org.cloister.core";
    private static final String LAUNCHER = "org.cloister.api.launch.GuestLauncher";
    private static final long PATIENCE_SECONDS = 30;

    private static Installed installed;

    @BeforeAll
    static void start() throws Exception {
        installed = Installed.started(SettingsIT.class);
    }

    @AfterAll
    static void stop() throws Exception {
        installed.close();
    }

    private static Ended launch() throws Exception {
        return new Commands(installed.context()).run("launch", "--type", "sev-snp", "--platform", "emulated");
    }

    @Test
    void settingsChangeWithoutARestart() throws Exception {
        assertThat(launch().code()).isZero();
        Object before = launcher().getProperty(Constants.SERVICE_ID);

        configure("allowed.types", new String[] {"sev"}, "(allowed.types=sev)");
        Ended refused = launch();
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("allowed.types = [sev]", "add sev-snp", "configuration org.cloister.core");

        configure("maximum.guests", "many", "(maximum.guests=many)");
        assertThat(launch().err()).as("the settings before stay").contains("allowed.types = [sev]");

        configure("maximum.guests", 0, "(maximum.guests=0)");
        assertThat(launch().err()).contains("maximum.guests = 0");

        GivenConfiguration.of(installed.context(), PID).delete();
        await("(!(maximum.guests=*))");
        assertThat(launch().err()).as("what was deleted stays in force").contains("maximum.guests = 0");

        configure("maximum.guests", 7, "(maximum.guests=7)");
        assertThat(launch().code()).isZero();
        assertThat(launcher().getProperty(Constants.SERVICE_ID)).isEqualTo(before);
    }

    private static void configure(String key, Object value, String seen) throws Exception {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(key, value);
        GivenConfiguration.of(installed.context(), PID).update(properties);
        await(seen);
    }

    private static ServiceReference<?> launcher() throws Exception {
        return installed.context().getAllServiceReferences(LAUNCHER, null)[0];
    }

    /** The launcher bears its settings as service properties, which change after it has taken them over. */
    private static void await(String seen) throws Exception {
        BundleContext context = installed.context();
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
