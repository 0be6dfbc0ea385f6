package org.cloister.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.cloister.api.GuestType;
import org.cloister.api.launch.Guest;

/** The guests of this process that are not closed. */
final class Guests {
    private final AtomicLong last = new AtomicLong();
    private final List<LaunchedGuest> alive = new CopyOnWriteArrayList<>();
    private volatile Runnable onEnd = () -> {};

    /** Has something done after each end of a guest; short, and in the thread that ends it. */
    void onEnd(Runnable listener) {
        onEnd = listener;
    }

    /** Those of a type. */
    List<LaunchedGuest> of(GuestType type) {
        return alive.stream().filter(guest -> guest.type().equals(type)).toList();
    }

    String nextId() {
        return "g" + last.incrementAndGet();
    }

    void add(LaunchedGuest guest) {
        alive.add(guest);
    }

    void remove(LaunchedGuest guest) {
        alive.remove(guest);
        onEnd.run();
    }

    List<Guest> list() {
        return List.copyOf(alive);
    }

    /** Does something with a guest and closes it when that fails, keeping the failure. */
    void orClose(LaunchedGuest guest, Runnable work) {
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            if (!done) {
                guest.close();
            }
        }
    }

    /** Closes all, newest first. */
    void closeAll() {
        for (int i = alive.size() - 1; i >= 0; i = Math.min(i, alive.size()) - 1) {
            alive.get(i).close();
        }
    }
}
