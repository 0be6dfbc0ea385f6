// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.function.Consumer;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.Step;
import org.cloister.core.settings.LaunchRules;

/** Gives a guest its place among the others and its machine on the platform that was chosen. */
final class GuestFactory {
    private final BackendCalls calls;
    private final Platforms platforms;
    private final Guests guests;

    GuestFactory(BackendCalls calls, Platforms platforms, Guests guests) {
        this.calls = calls;
        this.platforms = platforms;
        this.guests = guests;
    }

    /**
     * A guest with its machine.
     *
     * @param made gets the guest as soon as there is one
     */
    LaunchedGuest of(
            Selector.Choice choice,
            Selection selection,
            List<Step> steps,
            LaunchRules settings,
            Consumer<LaunchedGuest> made) {
        LaunchedGuest guest = guests.add(settings, () -> placed(choice, selection, steps));
        made.accept(guest);
        guests.orClose(guest, () -> {
            // One that went before the guest had its place has ended the others without it
            platforms.requireThere(choice.platform());
            guest.setVcpus();
        });
        return guest;
    }

    /** The machine belongs to a guest before anything else can fail, so that one place closes it. */
    private LaunchedGuest placed(Selector.Choice choice, Selection selection, List<Step> steps) {
        Platforms.Offer platform = choice.platform();
        GuestMachine session = new GuestMachine(
                calls,
                platform.facts(),
                platform.machine(choice.plan()),
                choice.plan().type(),
                choice.backend().vendor());
        // A guest that is reset stays with its own
        GuestProvenance origin = new GuestProvenance(
                guests.nextId(),
                platform.platform(),
                selection.chosen().orElseThrow(),
                selection,
                choice.request().properties(),
                again -> platforms.stillThere(platform).machine(again));
        return new LaunchedGuest(origin, session, new LaunchProgress(origin.id(), choice.plan(), steps), guests);
    }
}
