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
 * @param measurement its digest, once there is one: from the pause on, or where its type cannot measure then, from the
 *     finish on
 * @param steps what was done, in order
 * @param expected what the type computed of the plan; there while {@code measurement} is not yet and the guest is
 *     paused, so that its owner has something to compare. Proof of nothing
 */
public record LaunchReport(
        Selection selection,
        String vmm,
        Trust trust,
        LaunchPlan plan,
        Optional<Measurement> measurement,
        List<Step> steps,
        Optional<Measurement> expected) {
    /** Copies the list and checks that all parts are there. */
    public LaunchReport {
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(vmm, "vmm");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(expected, "expected");
        steps = List.copyOf(steps);
    }

    /** A result without an expectation. */
    public LaunchReport(
            Selection selection,
            String vmm,
            Trust trust,
            LaunchPlan plan,
            Optional<Measurement> measurement,
            List<Step> steps) {
        this(selection, vmm, trust, plan, measurement, steps, Optional.empty());
    }
}
