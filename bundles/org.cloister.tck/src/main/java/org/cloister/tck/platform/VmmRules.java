// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.RuleTable;

/** The rules of a platform, in the order in which they are checked. */
public final class VmmRules {
    private VmmRules() {}

    /** All of them. */
    public static RuleTable<PlatformSubject> table() {
        CheckBodies<PlatformSubject> bodies = new CheckBodies<PlatformSubject>()
                .and(FactRules.bodies())
                .and(MachineRules.bodies())
                .and(MemoryRules.bodies())
                .and(TurnRules.bodies())
                .and(ProcessorRules.bodies())
                .and(CarriedLaunchRules.bodies())
                .and(CloseRules.bodies());
        return RuleTable.read(VmmRules.class, "platform.rules", bodies);
    }
}
