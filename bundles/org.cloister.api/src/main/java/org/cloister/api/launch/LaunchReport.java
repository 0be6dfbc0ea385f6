// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Trust;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;

/**
 * The result of a launch so far. Immutable.
 *
 * @param selection what was considered and chosen
 * @param vmm the platform's name
 * @param trust what stands behind it, and so behind the measurement
 * @param plan what was put into the guest
 * @param measurement its digest, once there is one
 * @param steps what was done, in order
 */
public record LaunchReport(
        Selection selection,
        String vmm,
        Trust trust,
        LaunchPlan plan,
        Optional<Measurement> measurement,
        List<Step> steps) {
    /** Copies the list and checks that all parts are there. */
    public LaunchReport {
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(vmm, "vmm");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(measurement, "measurement");
        steps = List.copyOf(steps);
    }
}
