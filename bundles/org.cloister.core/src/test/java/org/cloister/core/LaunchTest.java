// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.Step;
import org.junit.jupiter.api.Test;

class LaunchTest {
    private final TestBed bed = TestBed.complete();

    private Guest launch() {
        return bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE);
    }

    @Test
    void digestOfTheSecureProcessorIsTheOwnersExpectation() {
        try (Guest guest = launch()) {
            LaunchReport report = guest.report();
            Measurement measured = report.measurement().orElseThrow();
            assertThat(measured.value()).isEqualTo(SnpDigest.of(report.plan()));
            assertThat(measured.source()).isEqualTo(Measurement.Source.FIRMWARE);
            assertThat(report.trust()).isEqualTo(Trust.EMULATED);
        }
    }

    @Test
    void stepsAreReportedInOrder() {
        try (Guest guest = launch()) {
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.report().steps().stream().map(Step::name))
                    .containsExactly(
                            "plan", "choose", "machine", "init", "start", "update", "finish", "measure", "ready");
            assertThat(guest.report().steps().stream().mapToLong(Step::micros)).allMatch(micros -> micros >= 0);
        }
    }

    @Test
    void guestSeesPlaintextAndHostCiphertext() {
        try (Guest guest = launch()) {
            InitialRange firmware = guest.report().plan().ranges().get(0);
            Bytes plaintext = firmware.content().orElseThrow();
            int length = plaintext.length();
            assertThat(guest.memory().guestView().read(firmware.gpa(), length)).isEqualTo(plaintext);
            Bytes seen = guest.memory().hostView().read(firmware.gpa(), length);
            for (int at = 0; at < length; at += 16) {
                assertThat(seen.slice(at, 16)).isNotEqualTo(plaintext.slice(at, 16));
            }
        }
    }

    @Test
    void closedGuestIsGoneFromTheListAndRefusesCalls() {
        Guest guest = launch();
        assertThat(bed.launcher.guests()).containsExactly(guest);
        guest.close();
        guest.close();
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(guest.state()).isEqualTo(GuestState.CLOSED);
        assertThatThrownBy(guest::status)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("guest.closed"));
        assertThat(bed.usage().machines()).isZero();
    }

    @Test
    void pausedGuestIsMeasuredAndGoesOnWhenTold() {
        try (Guest guest = bed.launcher.launch(TestBed.paused(), LaunchListener.SILENT, Limits.NONE)) {
            assertThat(guest.state()).isEqualTo(GuestState.PAUSED);
            Measurement before = guest.report().measurement().orElseThrow();
            assertThat(before.source()).isEqualTo(Measurement.Source.COMPUTED);
            assertThat(guest.status().ready()).isFalse();
            guest.proceed(Limits.NONE);
            Measurement after = guest.report().measurement().orElseThrow();
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.status().ready()).isTrue();
            assertThat(after.source()).isEqualTo(Measurement.Source.FIRMWARE);
            assertThat(after.value()).isEqualTo(before.value());
            assertThatThrownBy(() -> guest.proceed(Limits.NONE)).hasMessageContaining("paused");
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        }
    }

    @Test
    void closingTheLauncherEndsAllGuests() {
        List<Guest> guests = List.of(launch(), launch(), launch());
        bed.launcher.close();
        assertThat(guests).allMatch(guest -> guest.state() == GuestState.CLOSED);
        assertThat(bed.usage().asids()).isZero();
        assertThat(bed.usage().pages()).isZero();
    }
}
