// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.core.Backend;
import org.cloister.core.CanaryBed;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who fails in a canary: a new backend is refused for it, an old one is no reason to keep it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CanaryRunTest {
    /** Never over, but a part of it is a moment on the clock. */
    private static final Limits TWO_SECONDS =
            Limits.of(new Cancellation(), new Deadline(TimeUnit.SECONDS.toNanos(2), () -> 0));

    private final CanaryBed bed = new CanaryBed();
    private final Backend good = bed.snp("2.0.0", operation -> {});
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void nothingIsLeft() {
        released.countDown();
        while (bed.machines() > 0) {
            Thread.onSpinWait();
        }
        bed.close();
    }

    private Backend failing(String version, String wanted, WayToFail way) {
        return bed.snp(version, operation -> {
            if (operation.equals(wanted)) {
                way.strike(released);
            }
        });
    }

    private List<String> run(Backend old, Backend next, Limits limits) {
        return CanaryRun.of(Optional.of(old), next, Set.of(), bed.replacement(), limits);
    }

    @Test
    void oneThatDoesWhatTheOldOneDoesPassesWithoutANote() {
        assertThat(run(bed.snp("1.0.0", operation -> {}), good, Limits.NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "init", "start", "update", "finish", "measure", "status"})
    void anOldOneThatFailsIsNotComparedWithAndANoteSaysSo(String operation) {
        Backend old = failing("1.0.0", operation, WayToFail.ERROR);
        assertThat(run(old, good, Limits.NONE))
                .singleElement()
                .asString()
                .startsWith("the old backend snp 1.0.0 fails in its canary, so the new one was judged by itself: ")
                .contains("java.lang.OutOfMemoryError: evil");
    }

    @ParameterizedTest
    @EnumSource(names = {"SLEEPS", "SLEEPS_DEAF"})
    void anOldOneThatHangsGetsHalfOfTheTime(WayToFail way) {
        Backend old = failing("1.0.0", "start", way);
        assertThat(run(old, good, TWO_SECONDS))
                .singleElement()
                .asString()
                .startsWith("the old backend snp 1.0.0 fails in its canary, so the new one was judged by itself: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "init", "start", "update", "finish", "measure", "status"})
    void aNewOneThatFailsIsRefusedWhateverTheOldOneDoes(String operation) {
        for (String old : List.of("nothing", "plan", "start")) {
            refused(
                    failing("1.0.0", old, WayToFail.ERROR),
                    failing("2.0.0", operation, WayToFail.ASSERTION),
                    operation);
        }
    }

    private void refused(Backend old, Backend next, String found) {
        assertThatThrownBy(() -> run(old, next, Limits.NONE)).isInstanceOfSatisfying(CloisterException.class, e -> {
            Problem problem = e.problem();
            assertThat(problem.code()).isEqualTo("swap.canary");
            assertThat(problem.where()).isEqualTo("snp 2.0.0");
            assertThat(problem.found()).contains(found);
        });
    }

    @Test
    void aNewOneWhosePlanIsAnotherEachTimeIsRefused() {
        refused(bed.snp("1.0.0", operation -> {}), bed.unsteady("2.0.0"), "digest of its plan ");
        refused(failing("1.0.0", "plan", WayToFail.ERROR), bed.unsteady("2.0.0"), "digest of its plan ");
    }

    @Test
    void whoCancelsIsNotTakenForAnOldOneThatFails() {
        Cancellation cancellation = new Cancellation();
        Backend old = bed.snp("1.0.0", operation -> {
            if (operation.equals("start")) {
                cancellation.cancel();
            }
        });
        assertThatThrownBy(() -> run(old, good, Limits.of(cancellation)))
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.CANCELLED));
    }
}
