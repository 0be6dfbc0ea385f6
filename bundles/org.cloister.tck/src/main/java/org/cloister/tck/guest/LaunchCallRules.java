// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.List;
import java.util.Optional;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.Measurement;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;
import org.cloister.tck.stage.Tap;

/** One launch, from its first call to its last. */
final class LaunchCallRules {
    private LaunchCallRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("init", on -> reached(on, RehearsedLaunch::init))
                .of("start", on -> reached(on, launch -> launch.init().start()))
                .of("update", on -> reached(on, RehearsedLaunch::toThePause))
                .of("update.unknown-kind", RefusalRules::unknownKind)
                .of("finish", on -> reached(on, launch -> launch.toThePause().finish()))
                .of("measure", on -> measured(on, launch -> launch.toThePause().finish()))
                .of("measure.paused", LaunchCallRules::paused)
                .of("measure.repeatable", LaunchCallRules::twice)
                .of("expect.measured", LaunchCallRules::expected)
                .of("status", LaunchCallRules::ready)
                .of("status.early", LaunchCallRules::early)
                .of("status.shared-page", LaunchCallRules::shared)
                .of("launch.again", LaunchCallRules::again)
                .of("launch.interleaved", LaunchCallRules::interleaved)
                .of("launch.parallel", ParallelLaunches::of);
    }

    /** Part of a launch. */
    @FunctionalInterface
    interface Part {
        void of(RehearsedLaunch launch);
    }

    private static String reached(GuestTypeSubject on, Part part) {
        try (RehearsedLaunch launch = on.launch()) {
            part.of(launch);
            return launch.context().values().size() + " values under "
                    + launch.context().schema();
        }
    }

    private static String measured(GuestTypeSubject on, Part part) {
        try (RehearsedLaunch launch = on.launch()) {
            part.of(launch);
            Measurement measured = launch.measure();
            return told(measured) + ", " + measured.source();
        }
    }

    private static String told(Measurement measured) {
        StringBuilder told = new StringBuilder(measured.algorithm() + " " + measured.value());
        measured.registers()
                .forEach(one -> told.append(' ').append(one.name()).append(' ').append(one.value()));
        return told.toString();
    }

    /** What a whole launch measures at its end. */
    static Measurement whole(GuestTypeSubject on) {
        return whole(on, Tap.OPEN);
    }

    static Measurement whole(GuestTypeSubject on, Tap tap) {
        try (RehearsedLaunch launch = on.launch(tap)) {
            return launch.toThePause().finish().measure();
        }
    }

    /** Whether two measurements of one content agree; those with a nonce differ by it. */
    static boolean agree(Measurement one, Measurement other) {
        boolean fresh = one.nonce().isPresent() || other.nonce().isPresent();
        return fresh
                ? one.algorithm().equals(other.algorithm())
                : one.differences(other).isEmpty();
    }

    private static String paused(GuestTypeSubject on) {
        boolean possible = on.calls().ask("measuresBeforeFinish", on.support()::measuresBeforeFinish);
        if (!possible) {
            throw CheckEnd.notApplicable("the type says that it cannot measure before the finish");
        }
        try (RehearsedLaunch launch = on.launch()) {
            Measurement before = launch.toThePause().measure();
            Measurement after = launch.finish().measure();
            CheckEnd.require(agree(before, after), "paused " + told(before) + ", finished " + told(after));
            return before.algorithm() + ", " + before.source();
        }
    }

    private static String twice(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            Measurement first = launch.toThePause().finish().measure();
            Measurement second = launch.measure();
            CheckEnd.require(agree(first, second), "first " + told(first) + ", then " + told(second));
            return "two measurements agree";
        }
    }

    private static String expected(GuestTypeSubject on) {
        Optional<Measurement> expected =
                on.calls().ask("expect", () -> on.support().expect(on.plan()));
        Measurement measured = whole(on);
        List<String> differing = expected.orElseThrow().differences(measured);
        differing.forEach(name -> CheckEnd.require(
                false, name + ": expected " + expected.get().told(name) + ", measured " + measured.told(name)));
        return measured.value().toString();
    }

    private static String ready(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            GuestStatus status = launch.toThePause().finish().status();
            CheckEnd.require(status.ready(), status.state() + ", not ready: " + status.detail());
            CheckEnd.require(!status.state().isBlank(), "the state has no name");
            return status.state();
        }
    }

    private static String early(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            notReady("init", launch.init());
            notReady("start", launch.start());
            for (InitialRange range : launch.plan().ranges()) {
                notReady("update", launch.update(range));
            }
            return "not ready after init, start and each range";
        }
    }

    private static void notReady(String after, RehearsedLaunch launch) {
        CheckEnd.require(!launch.status().ready(), "ready after " + after);
    }

    private static String shared(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            launch.toThePause().finish();
            if (launch.plan().ranges().isEmpty()) {
                throw CheckEnd.notApplicable("the plan puts nothing in");
            }
            long gpa = launch.plan().ranges().get(0).gpa() & -4096L;
            launch.machine().memory().turn(gpa, 4096, Visibility.SHARED, Turn.LAUNCH_UPDATE);
            GuestStatus status = launch.status();
            CheckEnd.require(!status.ready(), "ready, though the page at 0x" + Long.toHexString(gpa) + " is shared");
            return status.detail();
        }
    }

    private static String again(GuestTypeSubject on) {
        Measurement first = whole(on);
        Measurement second = whole(on);
        CheckEnd.require(agree(first, second), "first " + first + ", then " + second);
        return "two launches agree";
    }

    private static String interleaved(GuestTypeSubject on) {
        try (RehearsedLaunch one = on.launch();
                RehearsedLaunch other = on.launch()) {
            one.init();
            other.init();
            one.start();
            other.start();
            for (InitialRange range : one.plan().ranges()) {
                one.update(range);
                other.update(range);
            }
            Measurement first = one.finish().measure();
            Measurement second = other.finish().measure();
            CheckEnd.require(agree(first, second), "first " + first + ", second " + second);
            CheckEnd.require(one.status().ready() && other.status().ready(), "one of the two is not ready");
            return "two launches in turn agree";
        }
    }
}
