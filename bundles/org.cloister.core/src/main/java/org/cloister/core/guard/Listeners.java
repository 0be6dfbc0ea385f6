// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.lang.System.Logger.Level;
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

    private final GuardedCalls calls;
    private final Registered<PlatformListener, Heard> all;

    /** Nobody listens yet. */
    public Listeners(GuardedCalls calls) {
        this.calls = calls;
        this.all = new Registered<>(
                calls,
                (service, vendor) ->
                        new Heard(vendor, calls.inside(new VendorCall(vendor, "getService"), service::get)));
    }

    /** A listener whose service was got. */
    private record Heard(Vendor vendor, PlatformListener listener) {}

    /** Adds a listener under a number of its own, when its service was got. */
    public void add(long id, String bundle, Supplier<PlatformListener> service) {
        all.add(id, bundle, service);
    }

    /** Removes a listener. */
    public void remove(long id) {
        all.remove(id);
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
        calls.questions(all.list(), Heard::vendor, heard -> {
                    calls.insideVoid(new VendorCall(heard.vendor(), method), () -> news.accept(heard.listener()));
                    return true;
                })
                .forEach(answer -> answer.failure()
                        .ifPresent(e -> LOG.log(
                                Level.WARNING,
                                "a listener failed: {0}",
                                e.problem().message())));
    }
}
