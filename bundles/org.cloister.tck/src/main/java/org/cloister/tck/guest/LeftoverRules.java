// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.LeftBehind;

/** What must not be left when all calls have ended. They are looked for last. */
final class LeftoverRules {
    private LeftoverRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("machine.late", LeftoverRules::late)
                .of("threads.as-before", on -> LeftBehind.inThreads(on.calls()))
                .of("threads.none", on -> LeftBehind.threads(on.calls()));
    }

    private static String late(GuestTypeSubject on) {
        CheckEnd.require(on.late().all().isEmpty(), String.join("; ", on.late().all()));
        return "no use after a call";
    }
}
