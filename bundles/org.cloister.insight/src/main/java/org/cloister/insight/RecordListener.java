// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cloister.api.Problem;
import org.cloister.api.guest.Measurement;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.operate.SwapFailure;
import org.cloister.api.operate.SwapReport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Hands what happens to the record of a platform that keeps one: a service that takes lines as maps of the JDK's types,
 * since it lies outside the framework. It knows who asked, as it is called in the asker's thread.
 */
@Component
public final class RecordListener implements PlatformListener {
    private static final String LAUNCH = "launch";
    private static final String SWAP = "swap";
    private static final String SETTINGS = "settings";
    private static final String DONE = "done";

    private final Consumer<Map<String, Object>> record;

    /** Records from now on. */
    @Activate
    public RecordListener(
            @Reference(
                            target = "(cloister.entry=record)",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    Consumer<Map<String, Object>> record) {
        // Where no record is kept that is not a fault of this component's, and nothing for a doctor
        this.record = record == null ? line -> {} : record;
    }

    @Override
    public void launched(GuestInfo guest, long micros) {
        record.accept(done(LAUNCH, guest, micros));
    }

    @Override
    public void secretInjected(GuestInfo guest) {
        record.accept(line("secret", DONE, guest));
    }

    @Override
    public void reset(GuestInfo guest, long micros) {
        record.accept(done("reset", guest, micros));
    }

    @Override
    public void ended(GuestInfo guest, Problem why) {
        Map<String, Object> line = line("ended", DONE, guest);
        line.put("code", why.code());
        line.put("why", why.message());
        record.accept(line);
    }

    @Override
    public void failed(LaunchFailure failure) {
        Map<String, Object> line = failed(LAUNCH, failure.problem());
        line.put("type", failure.type());
        line.put("trust", lower(failure.platform()));
        failure.guest().ifPresent(id -> line.put("guest", id));
        record.accept(line);
    }

    @Override
    public void swapped(SwapReport report) {
        BackendInfo to = report.to();
        Map<String, Object> line = new HashMap<>(Map.of("event", SWAP, "outcome", DONE));
        line.put("type", to.type().name());
        line.put("backend", name(to));
        to.file().ifPresent(file -> line.put("sha256", file.sha256()));
        report.from().ifPresent(from -> line.put("replaced", name(from)));
        line.put("millis", TimeUnit.MICROSECONDS.toMillis(Durations.micros(report.steps())));
        record.accept(line);
    }

    @Override
    public void notSwapped(SwapFailure failure) {
        Map<String, Object> line = failed(SWAP, failure.problem().at(null));
        line.put("type", failure.type().name());
        line.put("file", failure.bundle());
        record.accept(line);
    }

    @Override
    public void settingsInForce(String place) {
        record.accept(new HashMap<>(Map.of("event", SETTINGS, "outcome", DONE, "file", place)));
    }

    @Override
    public void settingsRefused(Problem problem) {
        record.accept(failed(SETTINGS, problem));
    }

    private static Map<String, Object> done(String event, GuestInfo guest, long micros) {
        Map<String, Object> line = line(event, DONE, guest);
        line.put("millis", TimeUnit.MICROSECONDS.toMillis(micros));
        return line;
    }

    private static Map<String, Object> line(String event, String outcome, GuestInfo guest) {
        Map<String, Object> line = new HashMap<>(Map.of("event", event, "outcome", outcome));
        line.put("guest", guest.id());
        line.put("type", guest.type().name());
        line.put("platform", guest.platform());
        line.put("trust", lower(guest.trust()));
        guest.backend().ifPresent(backend -> line.put("backend", backend));
        guest.measurement().map(Measurement::value).ifPresent(digest -> line.put("digest", digest.hex()));
        return line;
    }

    private static Map<String, Object> failed(String event, Problem problem) {
        return new HashMap<>(Map.of(
                "event", event, "outcome", outcome(problem.kind()), "code", problem.code(), "why", problem.message()));
    }

    /** Refused is what was not tried. */
    private static String outcome(Problem.Kind kind) {
        return switch (kind) {
            case INPUT, HOST -> "refused";
            case OPERATION -> "failed";
            case CANCELLED -> "cancelled";
            case DEADLINE -> "late";
            case DEFECT -> "defect";
        };
    }

    private static String name(BackendInfo backend) {
        return backend.name() + " " + backend.version();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
