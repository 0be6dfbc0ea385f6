// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.host;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.GuestType;

/**
 * Whether a host can launch guests of a type, with all that was checked. Immutable.
 *
 * @param type the guest type
 * @param checks in the order in which they were made, not empty
 */
public record Verdict(GuestType type, List<Check> checks) {
    private static final List<Check.Status> WORST_FIRST =
            List.of(Check.Status.FAIL, Check.Status.UNKNOWN, Check.Status.SKIP);

    /** Copies the list. */
    public Verdict {
        Objects.requireNonNull(type, "type");
        checks = List.copyOf(checks);
    }

    /** Whether the host can launch the type: every required check passed. */
    public boolean launchable() {
        return obstacle().isEmpty();
    }

    /** The first thing that is in the way; what failed comes before what could not be found out or was not checked. */
    public Optional<Check> obstacle() {
        for (Check.Status status : WORST_FIRST) {
            for (Check check : checks) {
                if (check.required() && check.status() == status) {
                    return Optional.of(check);
                }
            }
        }
        return Optional.empty();
    }
}
