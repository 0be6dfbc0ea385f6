// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.List;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.PlatformFacts;

/** A guest type that no platform knows. */
public final class NoPlatform extends Delegating {
    private static final GuestType TYPE = new GuestType("other");

    @Override
    public GuestType type() {
        return TYPE;
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        LaunchPlan of = super.plan(request);
        return new LaunchPlan(
                TYPE, of.memory(), of.ranges(), of.vcpus(), of.vcpusMeasured(), of.policy(), of.profile(), of.notes());
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return Eligibility.no(List.of(platform.whyNot(TYPE.name())));
    }
}
