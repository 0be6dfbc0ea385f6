// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cloister.softsev.model.InstalledFirmware;
import org.cloister.softsev.model.PlatformSettings;

/** The SEV-SNP guests, each with its context page (SEV-SNP firmware ABI, 56860). Safe for use by several threads. */
public final class SnpGuests {
    private final PlatformSettings settings;
    private final InstalledFirmware installed;
    private final CpuidRules cpuid;
    private final SecureRandom random;
    private final Set<GuestContext> guests = ConcurrentHashMap.newKeySet();

    SnpGuests(PlatformSettings settings, InstalledFirmware installed, SecureRandom random) {
        this.settings = settings;
        this.installed = installed;
        this.cpuid = new CpuidRules(settings.generation(), settings.cbit());
        this.random = random;
    }

    /** SNP_GCTX_CREATE: a guest in its first state, with fresh keys. */
    public GuestContext create() {
        GuestContext guest = new GuestContext(settings, installed, cpuid, random);
        guests.add(guest);
        return guest;
    }

    /** SNP_DECOMMISSION of a guest whose machine goes on. */
    public void end(GuestContext guest) {
        guest.requireThere();
        guests.remove(guest);
        guest.end();
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
