// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.operate.GuestInfo;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.News;
import org.cloister.core.guard.Vendor;

/**
 * How vendors are called for a guest that is there. What listeners have to know waits until nobody works with the guest
 * any more.
 */
final class GuestOperations {
    private final Guests guests;
    private final Vendor home;
    private final Queue<Consumer<News>> news = new ConcurrentLinkedQueue<>();

    /** For a guest that a vendor's backend launched. */
    GuestOperations(Guests guests, Vendor home) {
        this.guests = guests;
        this.home = home;
    }

    <T> T asked(Supplier<T> question) {
        return guests.calls().question(home, question);
    }

    GuestStatus status(String guest, GuestMachine session) {
        return asked(() -> {
            try {
                return session.status(Limits.of(
                        new Cancellation(), Deadline.after(guests.calls().shortOfPatience())));
            } catch (CloisterException e) {
                throw e.problem().code().equals(ProblemCodes.CALL_DEADLINE) ? busy(guest) : e;
            }
        });
    }

    private static CloisterException busy(String guest) {
        return Problem.operation(CoreCodes.VENDOR_WAITS, "another call of this guest goes on")
                .at("guest " + guest)
                .remedy("wait for its end, or close the guest; 'cloister backends' shows calls that do not come back")
                .exception();
    }

    /** One that leaves the guest as it is, also when it does not end. */
    <T> T looking(Limits limits, Supplier<T> work) {
        return guests.calls().operation(home, limits, work, () -> {});
    }

    /**
     * One that changes the guest.
     *
     * @param guest as failures name it
     * @param abandon ends the guest when the work does not
     */
    void changing(Limits limits, Supplier<GuestInfo> guest, Runnable abandon, Runnable work) {
        AtomicBoolean left = new AtomicBoolean();
        Supplier<Boolean> done = () -> {
            work.run();
            return true;
        };
        try {
            guests.calls().operation(home, limits, done, () -> {
                left.set(true);
                abandon.run();
            });
        } catch (RuntimeException e) {
            if (left.get()) {
                news(listener -> listener.failed(Failures.of(guest.get(), e)));
            }
            throw e;
        } finally {
            tellNews();
        }
    }

    /** A part of it; when it fails, listeners are notified. */
    void orTold(Supplier<GuestInfo> guest, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            news(listener -> listener.failed(Failures.of(guest.get(), e)));
            throw e;
        }
    }

    /** For listeners. */
    void news(Consumer<News> what) {
        news.add(what);
    }

    /** Tells them what happened, in its order. */
    void tellNews() {
        guests.listener().together(listener -> {
            for (Consumer<News> what = news.poll(); what != null; what = news.poll()) {
                what.accept(listener);
            }
        });
    }
}
