// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.insight;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.cloister.api.Problem;
import org.cloister.api.guest.Measurement;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.operate.SwapFailure;
import org.cloister.api.operate.SwapReport;

/** Calls all listeners; an exception of one stops neither the others nor a launch. Safe for use by several threads. */
public final class Listeners implements PlatformListener {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final List<PlatformListener> all = new CopyOnWriteArrayList<>();

    /** Adds a listener. */
    public void add(PlatformListener listener) {
        all.add(listener);
    }

    /** Removes a listener. */
    public void remove(PlatformListener listener) {
        all.remove(listener);
    }

    @Override
    public void launched(GuestInfo guest, long micros) {
        callEach(listener -> listener.launched(guest, micros));
    }

    @Override
    public void measured(GuestInfo guest, Measurement measurement) {
        callEach(listener -> listener.measured(guest, measurement));
    }

    @Override
    public void secretInjected(GuestInfo guest) {
        callEach(listener -> listener.secretInjected(guest));
    }

    @Override
    public void reset(GuestInfo guest, long micros) {
        callEach(listener -> listener.reset(guest, micros));
    }

    @Override
    public void ended(GuestInfo guest, Problem why) {
        callEach(listener -> listener.ended(guest, why));
    }

    @Override
    public void failed(LaunchFailure failure) {
        callEach(listener -> listener.failed(failure));
    }

    @Override
    public void swapped(SwapReport report) {
        callEach(listener -> listener.swapped(report));
    }

    @Override
    public void notSwapped(SwapFailure failure) {
        callEach(listener -> listener.notSwapped(failure));
    }

    @Override
    public void settingsInForce(String place) {
        callEach(listener -> listener.settingsInForce(place));
    }

    @Override
    public void settingsRefused(Problem problem) {
        callEach(listener -> listener.settingsRefused(problem));
    }

    private void callEach(Consumer<PlatformListener> news) {
        for (PlatformListener listener : all) {
            try {
                news.accept(listener);
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                LOG.log(Level.WARNING, "listener " + listener.getClass().getName() + " failed", e);
            }
        }
    }
}
