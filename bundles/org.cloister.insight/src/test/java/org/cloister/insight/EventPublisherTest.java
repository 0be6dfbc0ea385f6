// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.Measurement;
import org.cloister.api.operate.LaunchFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;

class EventPublisherTest {
    private final List<Event> posted = new ArrayList<>();

    private final EventPublisher publisher = new EventPublisher(new EventAdmin() {
        @Override
        public void postEvent(Event event) {
            posted.add(event);
        }

        @Override
        public void sendEvent(Event event) {
            throw new AssertionError("a listener must not block");
        }
    });

    @BeforeEach
    void listen() {
        publisher.addHandler(null);
    }

    @Test
    void whereNobodyListensNothingIsPosted() {
        publisher.removeHandler(null);
        publisher.secretInjected(Samples.GUEST);
        assertThat(posted).isEmpty();
    }

    /** Everything in the one event but its topic and time, which are checked here. */
    private Map<String, Object> properties(String topic) {
        assertThat(posted).hasSize(1);
        Event event = posted.get(0);
        assertThat(event.getTopic()).isEqualTo(topic);
        assertThat(event.getProperty(EventConstants.TIMESTAMP)).isInstanceOf(Long.class);
        Map<String, Object> properties = new TreeMap<>();
        Arrays.stream(event.getPropertyNames()).forEach(key -> properties.put(key, event.getProperty(key)));
        properties.keySet().removeAll(List.of(EventConstants.EVENT_TOPIC, EventConstants.TIMESTAMP));
        return properties;
    }

    private static Map<String, Object> guestAnd(Map<String, Object> more) {
        Map<String, Object> all = new TreeMap<>(
                Map.of("guest.id", "g1", "guest.type", "sev-snp", "platform", "softsev", "trust", "emulated"));
        all.putAll(more);
        return all;
    }

    @Test
    void launched() {
        publisher.launched(Samples.GUEST, 1234);
        assertThat(properties("org/cloister/guest/LAUNCHED")).isEqualTo(guestAnd(Map.of("micros", 1234L)));
    }

    @Test
    void measured() {
        Measurement measurement =
                new Measurement("sha384", Bytes.of(new byte[] {1, 2}), Measurement.Source.COMPUTED, Optional.empty());
        publisher.measured(Samples.GUEST, measurement);
        assertThat(properties("org/cloister/guest/MEASURED"))
                .isEqualTo(guestAnd(Map.of("algorithm", "sha384", "measurement", "0102", "source", "computed")));
    }

    @Test
    void reset() {
        publisher.reset(Samples.GUEST, 77);
        assertThat(properties("org/cloister/guest/RESET")).isEqualTo(guestAnd(Map.of("micros", 77L)));
    }

    @Test
    void secretInjected() {
        publisher.secretInjected(Samples.GUEST);
        assertThat(properties("org/cloister/guest/SECRET_INJECTED")).isEqualTo(guestAnd(Map.of()));
    }

    @Test
    void failed() {
        Problem problem =
                Problem.host("type.missing", "this guest type is not there").at("sev-es");
        publisher.failed(new LaunchFailure("sev-es", Trust.HARDWARE, Optional.of("g2"), problem));
        assertThat(properties("org/cloister/guest/FAILED"))
                .isEqualTo(Map.of(
                        "guest.type", "sev-es",
                        "trust", "hardware",
                        "kind", "host",
                        "code", "type.missing",
                        "message", "sev-es: this guest type is not there",
                        "guest.id", "g2"));
    }

    @Test
    void swapped() {
        publisher.swapped(Samples.swap(40, 2));
        assertThat(properties("org/cloister/backend/SWAPPED"))
                .isEqualTo(Map.of(
                        "guest.type", "sev-snp",
                        "bundle", "org.cloister.snp",
                        "version", "1.1.0",
                        "from.bundle", "org.cloister.snp",
                        "from.version", "1.0.0",
                        "pinned", true,
                        "micros", 42L));
    }
}
