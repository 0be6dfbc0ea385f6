// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was considered for a request, and what was chosen. Immutable.
 *
 * @param chosen the one that serves the request; empty when none can
 * @param candidates all that were considered, the chosen one first, then by strength
 */
public record Selection(Optional<Candidate> chosen, List<Candidate> candidates) {
    /** Copies the list. */
    public Selection {
        Objects.requireNonNull(chosen, "chosen");
        candidates = List.copyOf(candidates);
    }
}
