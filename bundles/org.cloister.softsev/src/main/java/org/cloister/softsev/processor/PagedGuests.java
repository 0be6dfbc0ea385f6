// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.softsev.memory.GuestPlaces;
import org.cloister.softsev.memory.SystemPages;

/**
 * The guests of SEV-SNP by the addresses of their context pages, and the memory that these lie in. Under the lock of
 * that memory.
 */
public final class PagedGuests {
    private final SystemPages system = new SystemPages();
    private final Map<Long, Paged> guests = new HashMap<>();

    PagedGuests() {}

    /**
     * A guest and its pages.
     *
     * @param context of the firmware's
     * @param places of its pages
     */
    public record Paged(GuestContext context, GuestPlaces places) {}

    /** The pages of all guests. */
    public SystemPages system() {
        return system;
    }

    /** Has a guest's context lie in a page of its own; answers with the page's address. */
    public long add(GuestContext context, GuestPlaces places) {
        synchronized (system) {
            long address = places.allocateContext();
            guests.put(address, new Paged(context, places));
            return address;
        }
    }

    /** The guest whose context lies at an address. */
    public Optional<Paged> at(long address) {
        synchronized (system) {
            return Optional.ofNullable(guests.get(address));
        }
    }

    /** Ends a guest's pages, its context among them. */
    public void remove(GuestPlaces places) {
        synchronized (system) {
            guests.values().removeIf(guest -> guest.places() == places);
            places.close();
        }
    }
}
