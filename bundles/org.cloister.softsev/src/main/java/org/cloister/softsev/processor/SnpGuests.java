// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cloister.softsev.model.PlatformSettings;

/** The SEV-SNP guests, each with its context page (SEV-SNP firmware ABI, 56860). Safe for use by several threads. */
public final class SnpGuests {
    private final PlatformSettings settings;
    private final CpuidRules cpuid;
    private final SecureRandom random;
    private final Set<GuestContext> guests = ConcurrentHashMap.newKeySet();

    SnpGuests(PlatformSettings settings, SecureRandom random) {
        this.settings = settings;
        this.cpuid = new CpuidRules(settings.generation(), settings.cbit());
        this.random = random;
    }

    /** SNP_GCTX_CREATE: a guest in its first state, with fresh keys. */
    public GuestContext create() {
        GuestContext guest = new GuestContext(settings, cpuid, random);
        guests.add(guest);
        return guest;
    }

    /** SNP_DECOMMISSION: ends a guest, from whatever state, and wipes its keys. */
    public void decommission(GuestContext guest) {
        guests.remove(guest);
        guest.close();
    }

    /** How many there are. */
    int count() {
        return guests.size();
    }
}
