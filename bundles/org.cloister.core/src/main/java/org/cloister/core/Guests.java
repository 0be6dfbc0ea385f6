// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.operate.GuestInfo;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Listeners;
import org.cloister.core.guard.PlatformCalls;
import org.cloister.core.settings.LaunchRules;

/** The open guests of this process, their number, and the listeners to notify. */
final class Guests {
    private static final System.Logger LOG = System.getLogger(Guests.class.getName());
    private static final int LONGEST_ANSWERS = 2;

    private final Listeners listener;
    private final GuardedCalls calls;
    private final AtomicLong last = new AtomicLong();
    private final AtomicInteger taken = new AtomicInteger();
    private final List<LaunchedGuest> alive = new CopyOnWriteArrayList<>();
    private final EndedGuests ended = new EndedGuests();
    private final Twins twins = new Twins(this);
    private volatile Runnable onEnd = () -> {};

    /** Runs work after each end of a guest; it has to be short, and runs in the thread that ends the guest. */
    void onEnd(Runnable listener) {
        onEnd = listener;
    }

    /** Those of a type. */
    List<LaunchedGuest> of(GuestType type) {
        return alive.stream().filter(guest -> guest.type().equals(type)).toList();
    }

    Guests(Listeners listener, GuardedCalls calls) {
        this.listener = listener;
        this.calls = calls;
    }

    /** Which of them may be there twice. */
    Twins twins() {
        return twins;
    }

    /** For calls of their vendors' code. */
    GuardedCalls calls() {
        return calls;
    }

    Listeners listener() {
        return listener;
    }

    String nextId() {
        return "g" + last.incrementAndGet();
    }

    /**
     * Makes a guest where there is a place for one more. The place is taken before anything is made, so that launches
     * at the same time do not together exceed the limit.
     */
    LaunchedGuest add(LaunchRules settings, Supplier<LaunchedGuest> making) {
        taken.getAndUpdate(there -> {
            settings.requirePlace(there);
            return there + 1;
        });
        boolean made = false;
        try {
            LaunchedGuest guest = making.get();
            alive.add(guest);
            made = true;
            return guest;
        } finally {
            if (!made) {
                taken.decrementAndGet();
            }
        }
    }

    void remove(LaunchedGuest guest) {
        if (alive.remove(guest)) {
            taken.decrementAndGet();
        }
        onEnd.run();
    }

    List<Guest> list() {
        return List.copyOf(alive);
    }

    /** Those that a platform carries, newest first. */
    List<LaunchedGuest> newestOn(PlatformCalls platform) {
        List<LaunchedGuest> found = new ArrayList<>(
                alive.stream().filter(guest -> guest.livesOn(platform)).toList());
        Collections.reverse(found);
        return found;
    }

    /** Tells everybody that a guest ended though nobody closed it. */
    void noteEnd(GuestInfo guest, Problem why) {
        ended.add(guest, why);
        listener.ended(guest, why);
    }

    /** Those that ended though nobody closed them. */
    List<EndedGuest> ended() {
        return ended.list();
    }

    /** Does something with a guest and closes it when that fails, keeping the failure. */
    void orClose(LaunchedGuest guest, Runnable work) {
        orClose(guest, work, kind -> true);
    }

    /**
     * As {@link #orClose(LaunchedGuest, Runnable)}, but a problem of a kind that is not fatal leaves the guest as it
     * is.
     */
    void orClose(LaunchedGuest guest, Runnable work, Predicate<Problem.Kind> fatal) {
        boolean keep = false;
        try {
            work.run();
            keep = true;
        } catch (CloisterException e) {
            keep = !fatal.test(e.problem().kind());
            throw e;
        } finally {
            if (!keep) {
                guest.close();
            }
        }
    }

    /**
     * Closes all, newest first, when core itself goes, and tells listeners why, who are still there. When some hang,
     * the time for all is bounded too.
     */
    void closeAll() {
        long end = System.nanoTime() + LONGEST_ANSWERS * calls.patience();
        List<LaunchedGuest> launched = new ArrayList<>();
        for (int i = alive.size() - 1; i >= 0; i = Math.min(i, alive.size()) - 1) {
            LaunchedGuest guest = alive.get(i);
            GuestState state = guest.state();
            guest.endsFor(coreGoes(guest));
            if (end - System.nanoTime() > 0) {
                guest.close();
            } else {
                calls.background(guest::close);
                remove(guest);
            }
            if (state == GuestState.PAUSED || state == GuestState.RUNNING) {
                launched.add(guest);
            }
        }
        for (LaunchedGuest guest : launched) {
            LOG.log(Level.WARNING, coreGoes(guest).message());
            if (end + calls.patience() - System.nanoTime() > 0) {
                noteEnd(guest.lastInfo(), coreGoes(guest));
            }
        }
    }

    private static Problem coreGoes(LaunchedGuest guest) {
        return Problem.host(CoreCodes.LAUNCHER_GONE, "the guest ended with what launches guests")
                .at("guest " + guest.id())
                .found("org.cloister.core was stopped, updated or refreshed, or what it needs was")
                .remedy("launch the guest anew when it is back");
    }
}
