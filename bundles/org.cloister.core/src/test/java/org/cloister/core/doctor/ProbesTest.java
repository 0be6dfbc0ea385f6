// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.cloister.api.GuestType;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.ProbeCalls;
import org.cloister.core.guard.Vendor;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A vendor's probe that fails keeps neither the doctor nor other probes from answering. */
class ProbesTest {
    private static final GuestType TYPE = new GuestType("td");
    private static final Check OBSTACLE =
            new Check("firmware", "module", true, Check.Status.FAIL, Check.Cause.DISABLED, "not loaded", "load it");

    private final CountDownLatch released = new CountDownLatch(1);
    private final GuardedCalls calls = new GuardedCalls();

    @AfterEach
    void letGo() {
        released.countDown();
        calls.close();
    }

    /** Fails when it is asked for its types, or when it is to judge; else it says what is in the way. */
    private record Failing(WayToFail asked, WayToFail judging, CountDownLatch released) implements CapabilityProbe {
        @Override
        public List<GuestType> types() {
            return answer(asked, TYPE);
        }

        @Override
        public List<Check> probe(GuestType type, HostFacts facts) {
            return answer(judging, OBSTACLE);
        }

        private <T> List<T> answer(WayToFail way, T good) {
            if (way == null) {
                return List.of(good);
            }
            way.strike(released);
            return null;
        }
    }

    private ProbeCalls probe(String bundle, WayToFail types, WayToFail probe) {
        return ProbeCalls.of(() -> new Failing(types, probe, released), new Vendor(bundle), calls);
    }

    private Optional<Check> obstacle(ProbeCalls... probes) {
        return new Probes(List.of(probes), calls).obstacle(TYPE.name(), null);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatFailsIsPassedOver(WayToFail way) {
        calls.during(Duration.ofMillis(300));
        ProbeCalls good = probe("good 1.0.0", null, null);
        assertThat(obstacle(probe("evil 1.0.0", way, null), good)).contains(OBSTACLE);
        assertThat(obstacle(probe("worse 1.0.0", null, way), good)).contains(OBSTACLE);
    }

    @ParameterizedTest
    @EnumSource
    void whereNoneAnswersThePlatformsOwnReasonStays(WayToFail way) {
        calls.during(Duration.ofMillis(300));
        assertThat(obstacle(probe("evil 1.0.0", way, null), probe("worse 1.0.0", null, way)))
                .isEmpty();
    }
}
