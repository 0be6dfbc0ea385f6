// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;

/**
 * What a launch would do. Immutable.
 *
 * @param selection what was considered and chosen
 * @param plan what would be put into the guest
 * @param expected the expected digest, where it can be known
 */
public record Preview(Selection selection, LaunchPlan plan, Optional<Measurement> expected) {
    /** Checks that all parts are there. */
    public Preview {
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(expected, "expected");
    }
}
