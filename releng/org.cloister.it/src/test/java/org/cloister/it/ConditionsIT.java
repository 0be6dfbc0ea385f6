// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.it.Commands.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** What platforms offer, as conditions that come and go with them. */
class ConditionsIT {
    private static final String EMULATED = "(osgi.condition.id=cloister.emulated.sev-snp)";
    private static final long PATIENCE_SECONDS = 30;

    private static Installed installed;

    @BeforeAll
    static void start() throws Exception {
        installed = Installed.started(ConditionsIT.class);
    }

    @AfterAll
    static void stop() throws Exception {
        installed.close();
    }

    @Test
    void aConditionComesAndGoesWithItsPlatform() throws Exception {
        Bundle platform = installed.bundle("org.cloister.softsev");
        await(EMULATED, true);
        platform.stop();
        await(EMULATED, false);
        platform.start();
        await(EMULATED, true);
    }

    @Test
    void aRefreshLeavesWhatHoldsAlone() throws Exception {
        await(EMULATED, true);
        Object before = id(EMULATED);
        Bundle runner = installed.bundle("org.cloister.kvm");
        runner.stop();
        Ended refreshed = new Commands(installed.context()).run("probe", "--refresh");
        assertThat(refreshed.err()).containsAnyOf("nothing changed", "cloister.");
        assertThat(installed
                        .context()
                        .getServiceReferences((String) null, "(osgi.condition.id=cloister.emulated.execution)"))
                .isNull();
        assertThat(id(EMULATED)).isEqualTo(before);
        runner.start();
    }

    @Test
    void theProbeRunsInTheFramework() throws Exception {
        Ended ended = new Commands(installed.context()).run("probe", "sev-snp", "-o", "json");
        assertThat(ended.code()).isIn(0, 3);
        assertThat(ended.out()).contains("\"type\": \"sev-snp\"", "\"launchable\"");
    }

    private static Object id(String filter) throws Exception {
        ServiceReference<?>[] found = installed.context().getServiceReferences((String) null, filter);
        assertThat(found).hasSize(1);
        return found[0].getProperty(Constants.SERVICE_ID);
    }

    /** Services come by other threads: waits for the event, not for a time. */
    private static void await(String filter, boolean there) throws Exception {
        BundleContext context = installed.context();
        CountDownLatch happened = new CountDownLatch(1);
        int wanted = there ? ServiceEvent.REGISTERED : ServiceEvent.UNREGISTERING;
        ServiceListener listener = event -> {
            if (event.getType() == wanted) {
                happened.countDown();
            }
        };
        context.addServiceListener(listener, filter);
        try {
            boolean already = (context.getServiceReferences((String) null, filter) != null) == there;
            assertThat(already || happened.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(filter)
                    .isTrue();
        } finally {
            context.removeServiceListener(listener);
        }
    }
}
