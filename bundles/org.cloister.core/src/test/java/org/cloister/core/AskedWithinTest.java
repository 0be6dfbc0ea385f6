// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.SelectionException;
import org.cloister.api.operate.VendorFault;
import org.cloister.api.platform.Vmm;
import org.cloister.core.guard.CountedWorkers;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The only platform is asked for its facts in the launch's own worker. A launch without any limit ends all the same
 * when it does not answer: with what it would say if the platform had been asked beside it.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AskedWithinTest {
    private static final String TYPE = "test backend 1";
    private static final Duration ANSWER = Duration.ofMillis(500);

    private final CountedWorkers workers = new CountedWorkers();
    private final TestBed bed = TestBed.bare(workers.calls());
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final LaunchListener listener = new LaunchListener() {
        @Override
        public void begins(String step) {
            begun.add(step);
        }
    };
    private Hostile evil;

    @AfterEach
    void nothingIsLeft() {
        evil.close();
        while (!bed.calls.faults().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(evil.machines()).isZero();
        bed.calls.close();
    }

    private void install(WayToFail way) {
        evil = new Hostile("facts", way);
        if (way.hangs()) {
            bed.launcher.configure(Map.of("answer.millis", (int) ANSWER.toMillis()));
            bed.calls.during(ANSWER);
        }
        bed.install(new SnpGuestSupport(), 0);
        Vmm platform = evil.platform();
        bed.launcher.addVmm(new ServiceKey(0, 1001, Hostile.BUNDLE), () -> platform);
        assertThat(bed.launcher.needsFirmware(TestBed.SNP)).isTrue();
        workers.begun();
    }

    private Throwable launch() {
        return catchThrowable(() -> bed.launcher.launch(TestBed.request(), listener, Limits.NONE));
    }

    private static void assertBlamed(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(SelectionException.class, e -> {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(e.selection().candidates()).singleElement().satisfies(candidate -> {
                assertThat(candidate.platform()).isEqualTo(Hostile.PLATFORM);
                assertThat(candidate.reason()).contains(Hostile.BUNDLE, "facts");
            });
        });
    }

    @ParameterizedTest
    @EnumSource(WayToFail.class)
    void theLaunchEndsWithItsReasonAndNoStepIsBegunTwice(WayToFail way) {
        install(way);
        assertBlamed(launch());
        assertThat(begun).containsExactly("plan", "choose");
        assertThat(workers.begun()).filteredOn(TYPE::equals).hasSize(way.hangs() ? 2 : 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SLEEPS_DEAF", "SPINS"})
    void aPlatformThatIsStuckIsNotAskedAgain(WayToFail way) {
        install(way);
        assertBlamed(launch());
        workers.begun();
        for (int i = 0; i < 2; i++) {
            assertBlamed(launch());
            assertThat(workers.begun()).filteredOn(TYPE::equals).hasSize(1);
            assertThat(bed.calls.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.kind()).isEqualTo(VendorFault.Kind.STUCK);
                assertThat(fault.what()).contains("facts of " + Hostile.BUNDLE, "since");
            });
        }
    }

    /** Nobody waits any more for the launch that the platform kept: it makes no guest when that answers at last. */
    @ParameterizedTest
    @EnumSource(names = {"SLEEPS_DEAF", "SPINS"})
    void whatIsAnsweredTooLateLaunchesNothing(WayToFail way) {
        install(way);
        assertBlamed(launch());
        evil.close();
        while (!bed.calls.faults().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(begun).containsExactly("plan", "choose");
        begun.clear();
        bed.launcher.launch(TestBed.request(), listener, Limits.NONE).close();
        assertThat(begun).startsWith("plan", "choose", "machine");
    }
}
