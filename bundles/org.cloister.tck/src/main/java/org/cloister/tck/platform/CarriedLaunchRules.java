// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.Measurement;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;
import org.cloister.tck.stage.Tap;

/** Launches of a guest type that the platform carries. */
final class CarriedLaunchRules {
    private CarriedLaunchRules() {}

    static CheckBodies<PlatformSubject> bodies() {
        return new CheckBodies<PlatformSubject>()
                .of("launch", CarriedLaunchRules::launched)
                .of("launch.private", CarriedLaunchRules::hidden)
                .of("launch.repeatable", CarriedLaunchRules::alike)
                .of("vcpu.late", CarriedLaunchRules::sealed)
                .of("close.launching", CarriedLaunchRules::midway);
    }

    private static RehearsedLaunch launch(PlatformSubject on) {
        return RehearsedLaunch.of(on.bench(), on.plan(), Tap.OPEN);
    }

    private static String launched(PlatformSubject on) {
        try (RehearsedLaunch launch = launch(on)) {
            launch.toThePause().finish();
            CheckEnd.require(
                    launch.status().ready(), "not ready: " + launch.status().detail());
            return launch.status().state();
        }
    }

    private static String hidden(PlatformSubject on) {
        try (RehearsedLaunch launch = launch(on)) {
            launch.toThePause().finish();
            for (InitialRange range : launch.plan().ranges()) {
                Visibility seen = on.calls()
                        .ask("page", () -> launch.machine().memory().page(range.gpa()))
                        .visibility();
                CheckEnd.require(seen == Visibility.PRIVATE, range.name() + " is " + seen);
            }
            return launch.plan().ranges().size() + " ranges";
        }
    }

    private static Measurement measured(PlatformSubject on) {
        try (RehearsedLaunch launch = launch(on)) {
            return launch.toThePause().finish().measure();
        }
    }

    private static String alike(PlatformSubject on) {
        Measurement first = measured(on);
        Measurement second = measured(on);
        if (first.nonce().isPresent()) {
            throw CheckEnd.notApplicable("measurements of the type are made fresh with a nonce");
        }
        CheckEnd.require(first.value().equals(second.value()), "first " + first + ", then " + second);
        return first.value().toString();
    }

    private static String sealed(PlatformSubject on) {
        try (RehearsedLaunch launch = launch(on)) {
            launch.toThePause().finish();
            VcpuState state = launch.plan().vcpus().get(0);
            return OnMemory.refused(
                    ProblemCodes.VCPU_SEALED,
                    "a register after the launch",
                    () -> on.calls().tell("setVcpu", () -> launch.machine().setVcpu(state)));
        }
    }

    private static String midway(PlatformSubject on) {
        try (RehearsedLaunch launch = launch(on)) {
            launch.init().start();
        }
        try (RehearsedLaunch launch = launch(on)) {
            launch.toThePause();
        }
        return "closed after start, and at the pause";
    }
}
