// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a fault, a cancellation or a deadline at any step nothing is left: counted on the real platform. */
class LeftoverTest {
    private static final String[] STEPS = {
        "plan", "choose", "machine", "init", "start", "update", "finish", "measure", "ready"
    };

    static Stream<String> steps() {
        return Stream.of(STEPS);
    }

    private static void assertNothingLeft(TestBed bed) {
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
        assertThat(bed.usage().asids()).isZero();
        assertThat(bed.usage().pages()).isZero();
    }

    private static void assertEnds(TestBed bed, LaunchListener listener, Limits limits, Problem.Kind kind) {
        assertThatThrownBy(() -> bed.launcher.launch(TestBed.request(), listener, limits))
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(kind));
        assertNothingLeft(bed);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void cancelAtTheBeginningOfAStep(String step) {
        Cancellation cancellation = new Cancellation();
        assertEnds(TestBed.complete(), at(step, cancellation::cancel), Limits.of(cancellation), Problem.Kind.CANCELLED);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void deadlineInAStep(String step) {
        AtomicLong clock = new AtomicLong();
        Limits limits = Limits.of(new Cancellation(), new Deadline(1000, clock::get));
        assertEnds(TestBed.complete(), at(step, () -> clock.set(1001)), limits, Problem.Kind.DEADLINE);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void listenerThatThrows(String step) {
        TestBed bed = TestBed.complete();
        LaunchListener listener = at(step, () -> {
            throw new IllegalStateException("listener");
        });
        assertThatThrownBy(() -> bed.launcher.launch(TestBed.request(), listener, Limits.NONE))
                .isInstanceOf(IllegalStateException.class);
        assertNothingLeft(bed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "init", "start", "update", "finish", "measure", "status"})
    void backendThatRefuses(String operation) {
        TestBed bed = with(operation, () -> {
            throw Problem.operation("test.refused", "refused").exception();
        });
        assertEnds(bed, LaunchListener.SILENT, Limits.NONE, Problem.Kind.OPERATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "init", "start", "update", "finish", "measure", "status"})
    void backendThatThrowsWhatItMustNot(String operation) {
        TestBed bed = with(operation, () -> {
            throw new NoSuchMethodError("linked against something else");
        });
        assertEnds(bed, LaunchListener.SILENT, Limits.NONE, Problem.Kind.DEFECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "start", "update", "finish"})
    void backendThatAnswersWithNothing(String operation) {
        TestBed bed = TestBed.bare();
        bed.install(bed.platform);
        bed.install(
                new Tampered(new SnpGuestSupport()) {
                    @Override
                    LaunchContext after(String done, LaunchContext answer) {
                        return done.equals(operation) ? null : answer;
                    }
                },
                0);
        assertEnds(bed, LaunchListener.SILENT, Limits.NONE, Problem.Kind.DEFECT);
    }

    /** As many calls as a launch that succeeds makes. */
    static IntStream calls() {
        TestBed bed = TestBed.bare();
        FailingVmm counting = new FailingVmm(bed.platform, -1);
        bed.install(counting);
        bed.install(new SnpGuestSupport(), 0);
        bed.launcher
                .launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)
                .close();
        return IntStream.range(0, counting.calls());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void platformThatRefusesItsNthCall(int nth) {
        TestBed bed = TestBed.bare();
        FailingVmm failing = new FailingVmm(bed.platform, nth);
        bed.install(failing);
        bed.install(new SnpGuestSupport(), 0);
        assertEnds(bed, LaunchListener.SILENT, Limits.NONE, Problem.Kind.OPERATION);
        assertThat(failing.calls()).isEqualTo(nth + 1);
    }

    @Test
    void guestThatIsNotReadyIsNotStarted() {
        TestBed bed = TestBed.bare();
        bed.install(bed.platform);
        bed.install(
                new Tampered(new SnpGuestSupport()) {
                    @Override
                    public GuestStatus status(LaunchContext context, Machine machine) {
                        return new GuestStatus("running", false, "half a launch");
                    }
                },
                0);
        assertThatThrownBy(() -> bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE))
                .hasMessageContaining("half a launch");
        assertNothingLeft(bed);
    }

    @Test
    void pausedGuestThatFailsToGoOnIsClosed() {
        Cancellation cancellation = new Cancellation();
        TestBed bed = TestBed.complete();
        LaunchRequest request = TestBed.paused();
        var guest = bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
        cancellation.cancel();
        assertThatThrownBy(() -> guest.proceed(Limits.of(cancellation))).hasMessageContaining("cancelled");
        assertNothingLeft(bed);
    }

    private static TestBed with(String operation, Runnable fault) {
        TestBed bed = TestBed.bare();
        bed.install(bed.platform);
        bed.install(
                new Tampered(new SnpGuestSupport()) {
                    @Override
                    void before(String done, Machine machine) {
                        if (done.equals(operation)) {
                            fault.run();
                        }
                    }
                },
                0);
        return bed;
    }

    private static LaunchListener at(String step, Runnable action) {
        return new LaunchListener() {
            @Override
            public void begins(String name) {
                if (name.equals(step)) {
                    action.run();
                }
            }
        };
    }
}
