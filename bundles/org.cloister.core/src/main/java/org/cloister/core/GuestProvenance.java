// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cloister.api.GuestType;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Selection;
import org.cloister.api.operate.GuestInfo;
import org.cloister.core.guard.MachineCalls;
import org.cloister.core.guard.PlatformCalls;

/**
 * What a guest came from, which stays the same for all its life.
 *
 * @param id its name in this process
 * @param home the platform that carries it
 * @param chosen the type and platform that were chosen
 * @param selection how they were
 * @param properties of the request
 * @param machines makes a machine where the guest lives
 */
record GuestProvenance(
        String id,
        PlatformCalls home,
        Candidate chosen,
        Selection selection,
        Map<String, String> properties,
        Function<LaunchPlan, MachineCalls> machines) {

    GuestInfo info(GuestType type, Optional<Measurement> measurement, Optional<String> backend) {
        return new GuestInfo(id, type, chosen.platform(), chosen.trust(), measurement, backend);
    }
}
