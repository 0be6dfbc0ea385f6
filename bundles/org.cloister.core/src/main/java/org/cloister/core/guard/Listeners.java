// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cloister.api.Problem;
import org.cloister.api.guest.Measurement;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.operate.SwapFailure;
import org.cloister.api.operate.SwapReport;

/**
 * Calls all listeners side by side, each as a question. One that fails or hangs stops neither the others nor a launch:
 * it is logged in one line, and one that hangs is not called again until it has come back. Safe for use by several
 * threads.
 */
public final class Listeners implements PlatformListener {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final Map<Long, Entry> all = new ConcurrentSkipListMap<>();
    private final GuardedCalls calls;
    private final Arrivals arrivals;

    /** Nobody listens yet. */
    public Listeners(GuardedCalls calls) {
        this.calls = calls;
        this.arrivals = new Arrivals(calls);
    }

    /** A listener; without it while its service is being got. */
    private record Entry(Vendor vendor, Optional<PlatformListener> listener) {}

    /** Adds a listener under a number of its own, when its service was got. */
    public void add(long id, String bundle, Supplier<PlatformListener> service) {
        Vendor vendor = calls.vendor(id, bundle);
        all.put(id, new Entry(vendor, Optional.empty()));
        arrivals.look(vendor, () -> got(id, vendor, service), e -> {});
    }

    private void got(long id, Vendor vendor, Supplier<PlatformListener> service) {
        PlatformListener listener = calls.inside(new VendorCall(vendor, "getService"), service::get);
        all.computeIfPresent(
                id, (key, there) -> there.vendor() == vendor ? new Entry(vendor, Optional.of(listener)) : there);
    }

    /** Removes a listener. */
    public void remove(long id) {
        Optional.ofNullable(all.remove(id)).map(Entry::vendor).ifPresent(calls::went);
    }

    @Override
    public void launched(GuestInfo guest, long micros) {
        callEach("launched", listener -> listener.launched(guest, micros));
    }

    @Override
    public void measured(GuestInfo guest, Measurement measurement) {
        callEach("measured", listener -> listener.measured(guest, measurement));
    }

    @Override
    public void secretInjected(GuestInfo guest) {
        callEach("secretInjected", listener -> listener.secretInjected(guest));
    }

    @Override
    public void reset(GuestInfo guest, long micros) {
        callEach("reset", listener -> listener.reset(guest, micros));
    }

    @Override
    public void ended(GuestInfo guest, Problem why) {
        callEach("ended", listener -> listener.ended(guest, why));
    }

    @Override
    public void failed(LaunchFailure failure) {
        callEach("failed", listener -> listener.failed(failure));
    }

    @Override
    public void swapped(SwapReport report) {
        callEach("swapped", listener -> listener.swapped(report));
    }

    @Override
    public void notSwapped(SwapFailure failure) {
        callEach("notSwapped", listener -> listener.notSwapped(failure));
    }

    @Override
    public void settingsInForce(String place) {
        callEach("settingsInForce", listener -> listener.settingsInForce(place));
    }

    @Override
    public void settingsRefused(Problem problem) {
        callEach("settingsRefused", listener -> listener.settingsRefused(problem));
    }

    private void callEach(String method, Consumer<PlatformListener> news) {
        if (all.isEmpty()) {
            return;
        }
        arrivals.settle();
        List<Entry> there = all.values().stream()
                .filter(entry -> entry.listener().isPresent())
                .toList();
        calls.questions(there, Entry::vendor, entry -> {
                    calls.insideVoid(
                            new VendorCall(entry.vendor(), method),
                            () -> news.accept(entry.listener().orElseThrow()));
                    return true;
                })
                .forEach(answer -> answer.failure()
                        .ifPresent(e -> LOG.log(
                                Level.WARNING,
                                "a listener failed: {0}",
                                e.problem().message())));
    }
}
