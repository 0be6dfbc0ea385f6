// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.move.MovedGuest;

/**
 * Which guests may be there twice: one that is received while it, or another of the same stream, is alive. What this
 * process cannot know, such as what became of a file elsewhere, it cannot refuse. Safe for use by several threads.
 */
final class Twins {
    private static final int NUMBER = 16;
    private static final int KEPT = 10_000;

    private final SecureRandom random = new SecureRandom();
    private final Guests guests;
    private final Bytes process = number();
    private final List<Bytes> arriving = new ArrayList<>();
    private final Map<Bytes, String> received = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, String> eldest) {
            return size() > KEPT;
        }
    };

    Twins(Guests guests) {
        this.guests = guests;
    }

    /** A number that nobody else has. */
    Bytes number() {
        byte[] bytes = new byte[NUMBER];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /** The number of this process. */
    Bytes process() {
        return process;
    }

    /**
     * Lets a guest in, until {@link #leaves}; refuses one that may be alive elsewhere, unless a second one is wanted.
     */
    synchronized void enters(MovedGuest guest, boolean again) {
        if (!again) {
            why(guest).ifPresent(why -> {
                throw Problem.operation(CoreCodes.RECEIVE_TWIN, "another one of this guest may be alive")
                        .at("guest " + guest.guest() + " where it was sent")
                        .found(why)
                        .remedy("end that one first; --again lets both live, with the same memory and secrets")
                        .exception();
            });
        }
        arriving.add(guest.stream());
    }

    /** It is here or failed to come. */
    synchronized void leaves(MovedGuest guest) {
        arriving.remove(guest.stream());
    }

    private Optional<String> why(MovedGuest guest) {
        if (arriving.contains(guest.stream())) {
            return Optional.of("it is being received here now");
        }
        boolean own = guest.process().equals(process);
        if (own && alive(guest.guest())) {
            return Optional.of("guest " + guest.guest() + " of this platform is there");
        }
        Optional<String> before =
                Optional.ofNullable(received.get(guest.stream())).filter(this::alive);
        if (before.isPresent()) {
            return before.map(id -> "it was received here before, and is guest " + id);
        }
        return guest.kept() && !own
                ? Optional.of("a snapshot, whose guest ran on at another platform")
                : Optional.empty();
    }

    private boolean alive(String id) {
        return guests.list().stream().anyMatch(guest -> guest.id().equals(id));
    }

    /** It is here under this name. */
    synchronized void received(MovedGuest guest, String id) {
        received.put(guest.stream(), id);
    }
}
