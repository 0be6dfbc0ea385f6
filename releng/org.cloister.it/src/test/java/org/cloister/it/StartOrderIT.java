// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cloister.it.Commands.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The bundles installed and started in random orders: the same services and conditions, and a launch, each time. */
class StartOrderIT {
    private static final int ORDERS = Integer.getInteger("orders", 5);
    private static final long SEED = Long.getLong("seed", 17);
    private static final long PATIENCE_SECONDS = 30;

    private static SortedSet<String> expected;

    /** In the order of their names, as the program starts them; what is offered is asked for. */
    @BeforeAll
    static void inTheOrderOfTheirNames() throws Exception {
        try (Installed installed = Installed.started(StartOrderIT.class)) {
            new Commands(installed.context()).run("probe", "--refresh");
            expected = services(installed);
        }
        assertThat(expected)
                .contains("condition cloister.emulated.sev-snp", "condition cloister.emulated.guest-requests");
    }

    @AfterAll
    static void forget() {
        expected = null;
    }

    @Test
    void everyOrderComesToTheSame() throws Exception {
        for (int i = 0; i < ORDERS; i++) {
            try (Installed installed = Installed.in(StartOrderIT.class, new Random(SEED + i))) {
                List<Bundle> order = new ArrayList<>(installed.bundles());
                Collections.shuffle(order, new Random(SEED + i));
                for (Bundle bundle : order) {
                    bundle.start();
                }
                String which = "seed " + (SEED + i) + ", started " + order;
                awaitExpected(installed, which);
                Ended launched =
                        new Commands(installed.context()).run("launch", "--type", "sev-snp", "--platform", "emulated");
                assertThat(launched.code()).as(which + launched.err()).isZero();
            }
        }
    }

    /** Services come by other threads: looks at each event, until all is as it should be. */
    private static void awaitExpected(Installed installed, String which) throws Exception {
        Semaphore events = new Semaphore(1);
        AllServiceListener listener = event -> events.release();
        installed.context().addServiceListener(listener);
        try {
            while (!services(installed).equals(expected)) {
                if (!events.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    assertThat(services(installed)).as(which).isEqualTo(expected);
                }
                events.drainPermits();
            }
        } finally {
            installed.context().removeServiceListener(listener);
        }
    }

    /** What our bundles register, each kind once. */
    private static SortedSet<String> services(Installed installed) throws InvalidSyntaxException {
        SortedSet<String> services = new TreeSet<>();
        ServiceReference<?>[] all = installed.context().getAllServiceReferences(null, null);
        Arrays.stream(all == null ? new ServiceReference<?>[0] : all)
                .filter(service -> service.getBundle() != null
                        && service.getBundle().getSymbolicName().startsWith("org.cloister."))
                .forEach(service -> services.add(described(service)));
        return services;
    }

    private static String described(ServiceReference<?> service) {
        Object condition = service.getProperty("osgi.condition.id");
        String[] names = (String[]) service.getProperty(Constants.OBJECTCLASS);
        return condition == null
                ? Arrays.asList(names) + " of " + service.getBundle().getSymbolicName()
                : "condition " + condition;
    }
}
