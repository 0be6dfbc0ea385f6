// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.snp.SnpGuestSupport;

/** Puts a page of zeros into each guest that it plans, at another place each time, so that no two measure alike. */
class Unsteady extends Tampered {
    private static final int PAGE = 4096;
    private static final long FREE = 0x20_0000;

    private final AtomicInteger plans = new AtomicInteger();

    Unsteady() {
        super(new SnpGuestSupport());
    }

    /** How often it planned. */
    int plans() {
        return plans.get();
    }

    @Override
    public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
        return new SnpGuestSupport().capability(capability);
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        LaunchPlan plan = super.plan(request);
        List<InitialRange> ranges = new ArrayList<>(plan.ranges());
        ranges.add(InitialRange.empty("odd", FREE + (long) PAGE * plans.getAndIncrement(), PAGE, PageKind.ZERO));
        return new LaunchPlan(
                plan.type(),
                plan.memory(),
                ranges,
                plan.vcpus(),
                plan.vcpusMeasured(),
                plan.policy(),
                plan.profile(),
                plan.notes());
    }
}
