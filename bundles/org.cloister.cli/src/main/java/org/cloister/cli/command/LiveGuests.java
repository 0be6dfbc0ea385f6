// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.stream.Collectors;
import org.cloister.api.Problem;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.cli.codes.CliCodes;

/**
 * The guests of a running platform by their names.
 *
 * @param ended those that ended though nobody closed them
 */
record LiveGuests(List<Guest> guests, List<EndedGuest> ended) {
    static LiveGuests of(GuestLauncher launcher) {
        return new LiveGuests(launcher.guests(), launcher.ended());
    }

    /** The guest of this name; why it ended, or {@code guest.unknown}, when there is none. */
    Guest named(String id) {
        return guests.stream()
                .filter(guest -> guest.id().equals(id))
                .findFirst()
                .orElseThrow(() -> missing(id).exception());
    }

    private Problem missing(String id) {
        return ended.stream()
                .filter(guest -> guest.id().equals(id))
                .map(EndedGuest::why)
                .findFirst()
                .orElseGet(() -> Problem.input(CliCodes.GUEST_UNKNOWN, "there is no such guest")
                        .found(id)
                        .expected(names())
                        .remedy("see 'list'"));
    }

    private String names() {
        return guests.isEmpty()
                ? "none, as no guest is there"
                : guests.stream().map(Guest::id).collect(Collectors.joining(", "));
    }
}
