// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.function.Consumer;
import org.cloister.api.Problem;
import org.cloister.api.guest.Measurement;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.operate.SwapFailure;
import org.cloister.api.operate.SwapReport;

/** Takes what happened as something that can be handed on to listeners, in another thread too. */
public abstract class News implements PlatformListener {
    /**
     * One thing that happened.
     *
     * @param method that tells a listener
     * @param telling calls that method
     */
    record Item(String method, Consumer<PlatformListener> telling) {}

    abstract void heard(Item item);

    private void heard(String method, Consumer<PlatformListener> telling) {
        heard(new Item(method, telling));
    }

    @Override
    public void launched(GuestInfo guest, long micros) {
        heard("launched", listener -> listener.launched(guest, micros));
    }

    @Override
    public void measured(GuestInfo guest, Measurement measurement) {
        heard("measured", listener -> listener.measured(guest, measurement));
    }

    @Override
    public void secretInjected(GuestInfo guest) {
        heard("secretInjected", listener -> listener.secretInjected(guest));
    }

    @Override
    public void reset(GuestInfo guest, long micros) {
        heard("reset", listener -> listener.reset(guest, micros));
    }

    @Override
    public void ended(GuestInfo guest, Problem why) {
        heard("ended", listener -> listener.ended(guest, why));
    }

    @Override
    public void failed(LaunchFailure failure) {
        heard("failed", listener -> listener.failed(failure));
    }

    @Override
    public void swapped(SwapReport report) {
        heard("swapped", listener -> listener.swapped(report));
    }

    @Override
    public void notSwapped(SwapFailure failure) {
        heard("notSwapped", listener -> listener.notSwapped(failure));
    }

    @Override
    public void settingsInForce(String place) {
        heard("settingsInForce", listener -> listener.settingsInForce(place));
    }

    @Override
    public void settingsRefused(Problem problem) {
        heard("settingsRefused", listener -> listener.settingsRefused(problem));
    }
}
