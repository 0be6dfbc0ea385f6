// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.RuleTable;

/** The rules of a guest type, in the order in which they are checked. */
public final class GuestTypeRules {
    private GuestTypeRules() {}

    /** All of them. */
    public static RuleTable<GuestTypeSubject> table() {
        CheckBodies<GuestTypeSubject> bodies = new CheckBodies<GuestTypeSubject>()
                .and(DescriptionRules.bodies())
                .and(PlanRules.bodies())
                .and(WrongRequestRules.bodies())
                .and(EligibilityRules.bodies())
                .and(LaunchCallRules.bodies())
                .and(ContextRules.bodies())
                .and(OrderRules.bodies())
                .and(FailureRules.bodies())
                .and(AdoptionRules.bodies())
                .and(CapabilityRules.bodies())
                .and(TransferRules.bodies())
                .and(LeftoverRules.bodies());
        return RuleTable.read(GuestTypeRules.class, "guest-type.rules", bodies);
    }
}
