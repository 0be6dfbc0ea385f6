// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;
import org.cloister.tck.stage.Snapshot;
import org.cloister.tck.stage.Tap;

/** What is handed from call to call. */
final class ContextRules {
    private static final long MOST = 16 << 20;

    private ContextRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("context.unchanged", ContextRules::unchanged)
                .of("context.copied", ContextRules::copied)
                .of("context.size", ContextRules::size)
                .of("plan.unchanged", ContextRules::planUnchanged)
                .of("plan.given", ContextRules::planCopied);
    }

    private static String unchanged(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            launch.toThePause().measure();
            launch.finish().measure();
            launch.status();
            CheckEnd.require(
                    launch.changed().isEmpty(), launch.changed().size() + " of them have other values at the end");
            return launch.contexts().size() + " contexts";
        }
    }

    private static String copied(GuestTypeSubject on) {
        Measurement usual = LaunchCallRules.whole(on);
        try (RehearsedLaunch launch = on.launch().copying()) {
            Measurement copied = launch.toThePause().finish().measure();
            CheckEnd.require(LaunchCallRules.agree(usual, copied), "with copies " + copied + ", without " + usual);
            CheckEnd.require(launch.status().ready(), "not ready");
            return "every call got a copy";
        }
    }

    private static String size(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            launch.toThePause().finish();
            long most =
                    launch.contexts().stream().mapToLong(Snapshot::size).max().orElse(0);
            CheckEnd.require(most <= MOST, most + " bytes");
            return "at most " + most + " bytes";
        }
    }

    private static String planUnchanged(GuestTypeSubject on) {
        LaunchPlan plan = on.plan();
        LaunchPlan before = Snapshot.of(plan);
        on.plan();
        try (RehearsedLaunch launch = RehearsedLaunch.of(on.bench(), plan, Tap.OPEN)) {
            launch.toThePause().finish();
        }
        CheckEnd.require(before.equals(plan), "it is another after a launch");
        return "the same before and after a launch";
    }

    private static String planCopied(GuestTypeSubject on) {
        Measurement usual = LaunchCallRules.whole(on);
        LaunchPlan copy = Snapshot.of(on.plan());
        try (RehearsedLaunch launch = RehearsedLaunch.of(on.bench(), copy, Tap.OPEN)) {
            Measurement measured = launch.toThePause().finish().measure();
            CheckEnd.require(LaunchCallRules.agree(usual, measured), "with a copy " + measured + ", without " + usual);
            return "launched from a copy";
        }
    }
}
