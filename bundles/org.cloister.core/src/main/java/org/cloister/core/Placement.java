// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.Step;
import org.cloister.core.settings.Settings;

/** Gives a guest its place among the others and its machine on the platform that was chosen. */
final class Placement {
    private final Calls calls;
    private final Platforms platforms;
    private final Guests guests;

    Placement(Calls calls, Platforms platforms, Guests guests) {
        this.calls = calls;
        this.platforms = platforms;
        this.guests = guests;
    }

    LaunchedGuest of(Selector.Choice choice, Selection selection, List<Step> steps, Settings settings) {
        LaunchedGuest guest = guests.add(settings, () -> placed(choice, selection, steps));
        guests.orClose(guest, guest::setVcpus);
        return guest;
    }

    /** The machine belongs to a guest before anything else can fail, so that one place closes it. */
    private LaunchedGuest placed(Selector.Choice choice, Selection selection, List<Step> steps) {
        Platforms.Offer platform = choice.platform();
        Session session = new Session(
                calls,
                platform.facts(),
                platform.machine(choice.plan()),
                choice.plan().type());
        // Platforms come and go; a guest that is reset stays with its own, by name and trust
        Origin origin = new Origin(
                guests.nextId(),
                selection.chosen().orElseThrow(),
                selection,
                choice.request().properties(),
                again -> platforms.stillThere(platform).machine(again));
        return new LaunchedGuest(origin, session, new Standing(origin.id(), choice.plan(), steps), guests);
    }
}
