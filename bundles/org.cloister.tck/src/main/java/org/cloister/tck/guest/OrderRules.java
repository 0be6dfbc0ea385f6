// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import org.cloister.api.CloisterException;
import org.cloister.api.guest.InitialRange;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;

/** Calls in another order than the contract's. */
final class OrderRules {
    private OrderRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("order.finish-first", on -> refusedOrNotReady(on, RehearsedLaunch::init, RehearsedLaunch::finish))
                .of("order.update-first", on -> refusedOrNotReady(on, RehearsedLaunch::init, OrderRules::firstRange))
                .of(
                        "order.start-twice",
                        on -> refusedOrNotReady(on, launch -> launch.init().start(), RehearsedLaunch::start))
                .of("order.update-late", on -> afterFinish(on, "a range after the finish", OrderRules::firstRange))
                .of(
                        "order.init-twice",
                        on -> refusedOrNotReady(on, RehearsedLaunch::toThePause, RehearsedLaunch::init));
    }

    private static void firstRange(RehearsedLaunch launch) {
        InitialRange range = launch.plan().ranges().stream()
                .findFirst()
                .orElseThrow(() -> CheckEnd.notApplicable("the plan puts nothing in"));
        launch.update(range);
    }

    private static String refusedOrNotReady(
            GuestTypeSubject on, LaunchCallRules.Part before, LaunchCallRules.Part outOfOrder) {
        try (RehearsedLaunch launch = on.launch()) {
            before.of(launch);
            try {
                outOfOrder.of(launch);
            } catch (CloisterException e) {
                return e.getMessage();
            }
            CheckEnd.require(!launch.status().ready(), "it was not refused, and the guest is ready");
            return "not refused; the guest is not ready";
        }
    }

    private static String afterFinish(GuestTypeSubject on, String what, LaunchCallRules.Part late) {
        try (RehearsedLaunch launch = on.launch()) {
            launch.toThePause().finish();
            return RefusalRules.refused(what, () -> late.of(launch));
        }
    }
}
