// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;

/**
 * What a guest will be made of, wherever it is launched. Immutable.
 *
 * @param plan what will be put into it
 * @param measurement the expected digest; empty where it depends on a key or a nonce
 */
public record Expectation(LaunchPlan plan, Optional<Measurement> measurement) {
    /** Checks that both parts are there. */
    public Expectation {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(measurement, "measurement");
    }
}
