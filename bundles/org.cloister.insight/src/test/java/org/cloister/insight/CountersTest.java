// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.UUID;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.cloister.api.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountersTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String framework = UUID.randomUUID().toString();
    private ObjectName name;
    private Counters counters;
    private CountersMXBean seen;

    @BeforeEach
    void register() throws Exception {
        name = new ObjectName("org.cloister:type=Counters,framework=" + framework);
        counters = new Counters(framework);
        seen = JMX.newMXBeanProxy(server, name, CountersMXBean.class);
    }

    @AfterEach
    void unregister() throws Exception {
        counters.close();
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void launchesAndFailuresAreCountedByTypeAndCause() {
        counters.launched(Samples.GUEST, 5);
        counters.launched(Samples.GUEST, 6);
        counters.failed(Samples.failure(Problem.host("type.missing", "missing")));
        counters.failed(Samples.failure(Problem.host("type.missing", "missing too")));
        counters.failed(Samples.failure(Problem.input("property.unknown", "unknown")));
        counters.secretInjected(Samples.GUEST);
        counters.reset(Samples.GUEST, 5);
        assertThat(counters.getResets()).isEqualTo(1);
        assertThat(seen.getLaunches()).isEqualTo(2);
        assertThat(seen.getLaunchesByType()).isEqualTo(Map.of("sev-snp", 2L));
        assertThat(seen.getFailures()).isEqualTo(3);
        assertThat(seen.getFailuresByCause()).isEqualTo(Map.of("type.missing", 2L, "property.unknown", 1L));
        assertThat(seen.getSecrets()).isEqualTo(1);
    }

    @Test
    void causesBeyondABoundAreCountedTogether() {
        for (int i = 0; i < BoundedCounter.MOST_WORDS + 50; i++) {
            counters.failed(Samples.failure(Problem.host("vendor.code" + i, "sentence")));
        }
        assertThat(seen.getFailuresByCause())
                .hasSize(BoundedCounter.MOST_WORDS + 1)
                .containsEntry("other", 50L);
        assertThat(seen.getFailures()).isEqualTo(BoundedCounter.MOST_WORDS + 50);
    }

    @Test
    void swapsAreTimed() {
        assertThat(seen.getLastSwapMicros()).isZero();
        counters.swapped(Samples.swap(40, 2));
        counters.swapped(Samples.swap(10, 1));
        assertThat(seen.getSwaps()).isEqualTo(2);
        assertThat(seen.getLastSwapMicros()).isEqualTo(11);
        assertThat(seen.getLongestSwapMicros()).isEqualTo(42);
        assertThat(seen.getTotalSwapMicros()).isEqualTo(53);
    }

    @Test
    void twoFrameworksOfOneProcessCountApart() throws Exception {
        assertThatThrownBy(() -> new Counters(framework)).isInstanceOf(InstanceAlreadyExistsException.class);
        new Counters(UUID.randomUUID().toString()).close();
    }
}
