// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A type whose plan is another one each time, against its contract: nobody is shown one guest for another. */
class UnsteadyPlansTest {
    private final TestBed bed = TestBed.bare();
    private final Unsteady type = new Unsteady();

    @AfterEach
    void nothingIsLeft() {
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
        bed.calls.close();
    }

    private Guest launch(Tampered backend, LaunchRequest request) {
        bed.install(bed.platform);
        bed.install(backend, 0);
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    /** The real type's, which counts in nothing that this one does. */
    private static Measurement digest(LaunchPlan plan) {
        return new SnpGuestSupport().expect(plan).orElseThrow();
    }

    @Test
    void aLaunchPlansOnceAndReportsThePlanThatItMeasured() {
        try (Guest guest = launch(type, TestBed.request())) {
            assertThat(type.plans()).isEqualTo(1);
            LaunchReport report = guest.report();
            assertThat(digest(report.plan()).differences(report.measurement().orElseThrow()))
                    .isEmpty();
        }
    }

    @Test
    void whatWasShownBeforeIsNotWhatIsLaunchedAndTheReportSaysSo() {
        try (Guest guest = launch(type, TestBed.request())) {
            Measurement shown =
                    bed.launcher.preview(TestBed.request()).expected().orElseThrow();
            assertThat(shown.differences(guest.report().measurement().orElseThrow()))
                    .containsExactly(Measurement.DIGEST);
        }
    }

    @Test
    void whatIsShownAtThePauseIsWhatIsFinished() {
        try (Guest guest = launch(type, TestBed.paused())) {
            Measurement shown =
                    guest.report().measurement().or(guest.report()::expected).orElseThrow();
            guest.proceed(Limits.NONE);
            assertThat(shown.differences(guest.report().measurement().orElseThrow()))
                    .isEmpty();
        }
    }

    @Test
    void aGuestIsNotResetIntoAnother() {
        try (Guest guest = launch(type, TestBed.request())) {
            assertThatThrownBy(() -> guest.reset(Limits.NONE))
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("guest.reset.plan"));
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        }
    }

    /** What it says of its plan is the digest of another: the owner let go on what was shown. */
    @Test
    void aGuestThatIsNotTheOneShownAtItsPauseIsClosedAndToldOf() {
        Unsteady lies = new Unsteady() {
            @Override
            public boolean measuresBeforeFinish() {
                return false;
            }

            @Override
            public Optional<Measurement> expect(LaunchPlan plan) {
                return super.expect(plan(TestBed.request().guest()));
            }
        };
        try (Guest guest = launch(lies, TestBed.paused())) {
            Measurement shown = guest.report().expected().orElseThrow();
            assertThatThrownBy(() -> guest.proceed(Limits.NONE)).isInstanceOfSatisfying(CloisterException.class, e -> {
                assertThat(e.problem().code()).isEqualTo("guest.measurement");
                assertThat(e.problem().message())
                        .contains(
                                shown.value().hex(),
                                digest(guest.report().plan()).value().hex());
            });
            assertThat(guest.state()).isEqualTo(GuestState.CLOSED);
        }
    }
}
