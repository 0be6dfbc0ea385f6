// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.api.Problem;

/**
 * The choice of a way to ask: the first that can be used. Immutable.
 *
 * @param candidates what was tried, in order, with the reason against each
 */
public record GuestTransports(List<Candidate> candidates) {
    /** Copies the list. */
    public GuestTransports {
        candidates = List.copyOf(candidates);
    }

    /**
     * A way that was tried.
     *
     * @param obstacle why it cannot be used; empty when it can
     */
    public record Candidate(GuestTransport transport, Optional<String> obstacle) {}

    /** Looks at each way. */
    public static GuestTransports of(List<GuestTransport> all) {
        return new GuestTransports(all.stream()
                .map(transport -> new Candidate(transport, transport.obstacle()))
                .toList());
    }

    /**
     * Opens the first that can be used.
     *
     * @throws org.cloister.api.CloisterException {@code guest.transport} with every reason, when none can
     */
    public SecureGuest open() {
        return candidates.stream()
                .filter(candidate -> candidate.obstacle().isEmpty())
                .findFirst()
                .orElseThrow(this::none)
                .transport()
                .open();
    }

    private RuntimeException none() {
        String reasons = candidates.stream()
                .map(candidate -> candidate.transport().name() + ": "
                        + candidate.obstacle().orElseThrow())
                .collect(Collectors.joining("; "));
        return Problem.host(GuestCodes.GUEST_TRANSPORT, "there is no way to ask the secure processor from here")
                .found(reasons.isEmpty() ? "nothing was looked at" : reasons)
                .remedy("run this inside an SEV-SNP guest with Linux 6.7 or newer, as root")
                .exception();
    }
}
