// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.Problem;
import org.cloister.api.guest.Measurement;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.operate.SwapReport;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/**
 * Makes events of what happens, delivered asynchronously (OSGi Compendium 113). Every event has {@code timestamp}, in
 * milliseconds since 1970; values are text unless stated otherwise. Topics under {@code org/cloister/} and their
 * properties:
 *
 * <table>
 * <caption>Events</caption>
 * <tr><td>{@code guest/LAUNCHED}</td><td>{@code guest.id, guest.type, platform, trust, micros} (Long)</td></tr>
 * <tr><td>{@code guest/MEASURED}</td>
 *     <td>{@code guest.id, guest.type, platform, trust, algorithm, measurement} (hexadecimal){@code , source}</td></tr>
 * <tr><td>{@code guest/SECRET_INJECTED}</td><td>{@code guest.id, guest.type, platform, trust}</td></tr>
 * <tr><td>{@code guest/RESET}</td><td>{@code guest.id, guest.type, platform, trust, micros} (Long)</td></tr>
 * <tr><td>{@code guest/ENDED}</td>
 *     <td>{@code guest.id, guest.type, platform, trust, code, message}: it ended though nobody closed it</td></tr>
 * <tr><td>{@code guest/FAILED}</td><td>{@code guest.type} (a name or {@code auto}){@code , trust, kind, code, message,
 *     guest.id} (when it was paused before)</td></tr>
 * <tr><td>{@code backend/SWAPPED}</td><td>{@code guest.type, bundle, version, from.bundle, from.version} (when
 *     there was one){@code , pinned} (Boolean){@code , micros} (Long)</td></tr>
 * </table>
 *
 * <p>{@code trust}, {@code source} and {@code kind} are the names of the constants in lower case. No event holds a
 * secret.
 */
@Component
public final class EventPublisher implements PlatformListener {
    private static final String GUEST = "org/cloister/guest/";
    private static final String BACKEND = "org/cloister/backend/";

    private final EventAdmin events;
    private final AtomicInteger handlers = new AtomicInteger();

    /** Publishes by an event admin. */
    @Activate
    public EventPublisher(@Reference EventAdmin events) {
        this.events = events;
    }

    /** One more listens; which topics it wants is the event admin's business. */
    @Reference(
            service = EventHandler.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addHandler(ServiceReference<EventHandler> handler) {
        handlers.incrementAndGet();
    }

    void removeHandler(ServiceReference<EventHandler> handler) {
        handlers.decrementAndGet();
    }

    @Override
    public void launched(GuestInfo guest, long micros) {
        Map<String, Object> properties = of(guest);
        properties.put("micros", micros);
        post(GUEST + "LAUNCHED", properties);
    }

    @Override
    public void measured(GuestInfo guest, Measurement measurement) {
        Map<String, Object> properties = of(guest);
        properties.put("algorithm", measurement.algorithm());
        properties.put("measurement", measurement.value().hex());
        properties.put("source", lower(measurement.source()));
        post(GUEST + "MEASURED", properties);
    }

    @Override
    public void secretInjected(GuestInfo guest) {
        post(GUEST + "SECRET_INJECTED", of(guest));
    }

    @Override
    public void reset(GuestInfo guest, long micros) {
        Map<String, Object> properties = of(guest);
        properties.put("micros", micros);
        post(GUEST + "RESET", properties);
    }

    @Override
    public void ended(GuestInfo guest, Problem why) {
        Map<String, Object> properties = of(guest);
        properties.put("code", why.code());
        properties.put("message", why.message());
        post(GUEST + "ENDED", properties);
    }

    @Override
    public void failed(LaunchFailure failure) {
        Problem problem = failure.problem();
        Map<String, Object> properties = new HashMap<>(Map.of(
                "guest.type", failure.type(),
                "trust", lower(failure.platform()),
                "kind", lower(problem.kind()),
                "code", problem.code(),
                "message", problem.message()));
        failure.guest().ifPresent(id -> properties.put("guest.id", id));
        post(GUEST + "FAILED", properties);
    }

    @Override
    public void swapped(SwapReport report) {
        BackendInfo to = report.to();
        Map<String, Object> properties = new HashMap<>(Map.of(
                "guest.type", to.type().name(),
                "bundle", to.name(),
                "version", to.version(),
                "pinned", report.pinned(),
                "micros", Durations.micros(report.steps())));
        report.from().ifPresent(from -> {
            properties.put("from.bundle", from.name());
            properties.put("from.version", from.version());
        });
        post(BACKEND + "SWAPPED", properties);
    }

    private static Map<String, Object> of(GuestInfo guest) {
        return new HashMap<>(Map.of(
                "guest.id", guest.id(),
                "guest.type", guest.type().name(),
                "platform", guest.platform(),
                "trust", lower(guest.trust())));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    // The event admin wakes a thread for every event, even without a handler: a quarter of the time of a small launch.
    private void post(String topic, Map<String, Object> properties) {
        if (handlers.get() == 0) {
            return;
        }
        properties.put(EventConstants.TIMESTAMP, System.currentTimeMillis());
        events.postEvent(new Event(topic, properties));
    }
}
