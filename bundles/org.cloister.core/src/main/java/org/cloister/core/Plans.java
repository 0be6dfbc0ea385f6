// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.core.codes.CoreCodes;

/** What a plan has to be like before it is carried out. Plans come from vendors. */
final class Plans {
    private Plans() {}

    static LaunchPlan checked(GuestType type, LaunchPlan plan) {
        require(plan != null && plan.type().equals(type), type, "a plan of another type");
        require(!plan.memory().isEmpty(), type, "a plan without memory");
        require(!plan.vcpus().isEmpty(), type, "a plan without a vCPU");
        for (int i = 0; i < plan.vcpus().size(); i++) {
            require(plan.vcpus().get(i).index() == i, type, "vCPUs that are not numbered from 0 on");
        }
        for (InitialRange range : plan.ranges()) {
            boolean inside = plan.memory().stream().anyMatch(region -> region.contains(range.gpa(), range.size()));
            require(inside, type, "range " + range.name() + " outside the machine's memory");
        }
        return plan;
    }

    private static void require(boolean holds, GuestType type, String found) {
        if (!holds) {
            throw Problem.defect(CoreCodes.PLAN_INVALID, "a backend made a plan that cannot be carried out")
                    .at(type.name())
                    .found(found)
                    .exception();
        }
    }
}
