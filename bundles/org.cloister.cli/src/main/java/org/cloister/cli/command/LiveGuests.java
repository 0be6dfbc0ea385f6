// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.stream.Collectors;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.cli.codes.CliCodes;

/** The guests of a running platform by their names. */
record LiveGuests(List<Guest> guests) {

    /** The guest of this name; {@code guest.unknown} when there is none. */
    Guest named(String id) {
        return guests.stream()
                .filter(guest -> guest.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.input(CliCodes.GUEST_UNKNOWN, "there is no such guest")
                        .found(id)
                        .expected(names())
                        .remedy("see 'list'")
                        .exception());
    }

    private String names() {
        return guests.isEmpty()
                ? "none, as no guest is there"
                : guests.stream().map(Guest::id).collect(Collectors.joining(", "));
    }
}
