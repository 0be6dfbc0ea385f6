// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Deadline;
import org.cloister.api.Problem;
import org.cloister.api.launch.GuestState;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.PlatformCalls;

/**
 * Ends the guests of a platform whose service goes, newest first, while the platform still works. Each has a limit. As
 * soon as one overran it, those that are left have it together: a platform that hangs costs it twice, however many
 * guests there are.
 */
final class PlatformEnd {
    private static final System.Logger LOG = System.getLogger(PlatformEnd.class.getName());
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final Guests guests;
    private final Duration limit;

    PlatformEnd(Guests guests, Duration limit) {
        this.guests = guests;
        this.limit = limit;
    }

    /**
     * The end of one guest, in a thread of its own: a machine that does not close holds up no other one.
     *
     * @param launched whether anybody but who launches it knows of it
     */
    private record Ending(LaunchedGuest guest, Problem why, boolean launched, Thread thread) {
        static Ending of(LaunchedGuest guest, Problem why) {
            guest.endsFor(why);
            GuestState state = guest.state();
            Thread thread = new Thread(guest::close, "end of guest " + guest.id());
            thread.setDaemon(true);
            return new Ending(guest, why, state == GuestState.PAUSED || state == GuestState.RUNNING, thread);
        }

        /** Waits for it; an interruption of the thread that waits is kept for later. */
        boolean done(Deadline deadline) {
            boolean interrupted = Thread.interrupted();
            while (thread.isAlive() && !deadline.passed()) {
                try {
                    thread.join(Math.max(1, deadline.remainingNanos() / 1_000_000));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return !thread.isAlive();
        }

        void abandon() {
            guest.abandon();
            LOG.log(
                    Level.ERROR,
                    "guest {0} does not come to an end, and its machine is lost: thread \"{1}\" is left behind",
                    guest.id(),
                    thread.getName());
        }
    }

    /**
     * Ends them, and returns when that is done.
     *
     * @param provider the bundle that brought the platform, by name and version
     */
    void of(PlatformCalls platform, String provider) {
        List<Ending> all = guests.newestOn(platform).stream()
                .map(guest -> Ending.of(guest, why(guest, provider)))
                .toList();
        List<Ending> overdue = new ArrayList<>();
        for (Ending ending : all) {
            ending.thread().start();
            if (!overdue.isEmpty() || !ending.done(Deadline.after(limit))) {
                overdue.add(ending);
            }
        }
        Deadline last = Deadline.after(limit);
        overdue.stream().filter(ending -> !ending.done(last)).forEach(Ending::abandon);
        all.stream().filter(Ending::launched).forEach(this::tell);
    }

    private void tell(Ending ending) {
        LOG.log(Level.WARNING, ending.why().message());
        guests.noteEnd(ending.guest().lastInfo(), ending.why());
    }

    private static Problem why(LaunchedGuest guest, String provider) {
        return Problem.host(CoreCodes.PLATFORM_GONE, "the guest ended with its platform")
                .at("guest " + guest.id())
                .found("the service of bundle " + provider + " went: it was stopped, updated, refreshed or removed")
                .remedy("launch the guest anew when the platform is back; 'cloister doctor' tells why it is not");
    }
}
