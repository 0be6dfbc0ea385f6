// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.cloister.api.Problem;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.operate.GuestInfo;

/** Those that ended though nobody closed them, for who asks later; the last ones only. Safe for several threads. */
final class EndedGuests {
    private static final int KEPT = 100;

    private final InstantSource clock = InstantSource.system();
    private final Deque<EndedGuest> last = new ArrayDeque<>();

    synchronized void add(GuestInfo guest, Problem why) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(new EndedGuest(guest.id(), guest.type(), guest.platform(), guest.trust(), why, clock.instant()));
    }

    synchronized List<EndedGuest> list() {
        return List.copyOf(last);
    }
}
