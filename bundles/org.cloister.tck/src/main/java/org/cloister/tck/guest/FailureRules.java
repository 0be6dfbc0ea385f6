// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.Measurement;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.FailingTap;
import org.cloister.tck.stage.RehearsedLaunch;

/** Launches that fail in the middle, and those that nobody wants any more. */
final class FailureRules {
    /** Of a launch with many calls not each is made to fail. */
    private static final int MOST = 300;

    private FailureRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("failure.told", FailureRules::each)
                .of("failure.over", FailureRules::after)
                .of("limits", FailureRules::cancelled);
    }

    /** How many calls to the platform a launch makes. */
    private static int calls(GuestTypeSubject on) {
        FailingTap all = new FailingTap(Integer.MAX_VALUE);
        launched(on, all);
        return all.calls();
    }

    private static Measurement launched(GuestTypeSubject on, FailingTap tap) {
        try (RehearsedLaunch launch = on.launch(tap)) {
            Measurement measured = launch.toThePause().finish().measure();
            CheckEnd.require(launch.status().ready(), "not ready");
            return measured;
        }
    }

    private static String each(GuestTypeSubject on) {
        Measurement usual = LaunchCallRules.whole(on);
        int calls = calls(on);
        int step = Math.max(1, calls / MOST);
        int failed = 0;
        for (int at = 0; at < calls; at += step) {
            failed += fails(on, new FailingTap(at), usual) ? 1 : 0;
        }
        return failed + " failures told, of " + calls + " calls to the platform";
    }

    /** Whether the launch failed; where it did not, it has to be as good as any other. */
    private static boolean fails(GuestTypeSubject on, FailingTap tap, Measurement usual) {
        try (RehearsedLaunch launch = on.launch(tap)) {
            Measurement measured = launch.toThePause().finish().measure();
            boolean ready = launch.status().ready();
            CheckEnd.require(
                    !ready || LaunchCallRules.agree(usual, measured),
                    "the failure of " + tap.failed() + " was swallowed: the guest is ready, and measures " + measured);
            return false;
        } catch (CloisterException e) {
            return true;
        } catch (CheckEnd other) {
            throw CheckEnd.failed("where " + tap.failed() + " fails, " + other.getMessage(), other);
        }
    }

    private static String after(GuestTypeSubject on) {
        Measurement usual = LaunchCallRules.whole(on);
        for (int at : new int[] {0, calls(on) / 2, calls(on) - 1}) {
            fails(on, new FailingTap(Math.max(0, at)), usual);
            Measurement next = LaunchCallRules.whole(on);
            CheckEnd.require(LaunchCallRules.agree(usual, next), "then " + next + " instead of " + usual);
        }
        return "launches after failures measure the same";
    }

    private static String cancelled(GuestTypeSubject on) {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        try (RehearsedLaunch launch = on.launch().within(Limits.of(cancellation))) {
            launch.toThePause().finish().measure();
            return "every step was done at once";
        } catch (CloisterException e) {
            CheckEnd.require(
                    e.problem().kind() == Problem.Kind.CANCELLED,
                    "ended as " + e.problem().kind() + ": " + e.getMessage());
            return "ended as CANCELLED";
        }
    }
}
