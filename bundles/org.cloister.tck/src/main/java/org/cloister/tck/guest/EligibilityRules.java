// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.Map;
import org.cloister.api.Trust;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;

/** Where a type can be launched. */
final class EligibilityRules {
    private EligibilityRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("eligible", EligibilityRules::own)
                .of("eligible.foreign", EligibilityRules::foreign)
                .of("eligible.honest", EligibilityRules::honest);
    }

    /** A platform that offers nothing. */
    static PlatformFacts nothing() {
        return new PlatformFacts("tck-offers-nothing", Trust.EMULATED, Map.of(), Map.of(), Map.of());
    }

    private static String own(GuestTypeSubject on) {
        PlatformFacts facts = on.calls().ask("facts", on.platform()::facts);
        Eligibility answer = on.calls().ask("eligible", () -> on.support().eligible(facts, on.request()));
        CheckEnd.require(answer.eligible(), "refused on " + facts.vmm() + ": " + answer.obstacles());
        return facts.vmm() + ": " + answer.remark();
    }

    private static String foreign(GuestTypeSubject on) {
        Eligibility answer = on.calls().ask("eligible", () -> on.support().eligible(nothing(), on.request()));
        CheckEnd.require(!answer.eligible(), "eligible on a platform that offers nothing");
        CheckEnd.require(answer.obstacles().stream().noneMatch(String::isBlank), "an obstacle says nothing");
        return String.join("; ", answer.obstacles());
    }

    private static String honest(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            return launch.machine().spec().vcpus() + " processors";
        }
    }
}
