// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.Evidence;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A launched guest asks for a report from inside. */
class AttestTest {
    private static final Bytes DATA = Bytes.ofHex("abcd");

    private final TestBed bed = TestBed.bare();

    @BeforeEach
    void install() {
        bed.install(new SoftSev());
    }

    @Test
    void theReportIsOfTheLaunchedGuest() {
        bed.install(new SnpGuestSupport(), 0);
        try (Guest guest = launch(false)) {
            Evidence evidence = guest.attest(DATA, Limits.NONE);
            assertThat(evidence.report().slice(0x50, 64).hex()).isEqualTo("abcd" + "00".repeat(62));
            assertThat(evidence.report().slice(0x90, 48))
                    .isEqualTo(guest.report().measurement().orElseThrow().value());
            assertThat(evidence.certificates().isZero()).isFalse();
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        }
    }

    @Test
    void aGuestThatIsPausedHasNoReportYet() {
        bed.install(new SnpGuestSupport(), 0);
        try (Guest guest = launch(true)) {
            refused(guest, "guest.state");
            guest.proceed(Limits.NONE);
            assertThat(guest.attest(DATA, Limits.NONE)).isNotNull();
            guest.close();
            refused(guest, "guest.closed");
        }
    }

    @Test
    void aTypeWithoutReportsSaysSo() {
        bed.install(new Tampered(new SnpGuestSupport()), 0);
        try (Guest guest = launch(false)) {
            refused(guest, "capability.missing");
        }
    }

    @Test
    void aCallerThatGivesUpEndsIt() {
        bed.install(new SnpGuestSupport(), 0);
        try (Guest guest = launch(false)) {
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            assertThatThrownBy(() -> guest.attest(DATA, Limits.of(cancelled))).hasMessageContaining("cancelled");
            assertThat(guest.attest(DATA, Limits.NONE)).isNotNull();
        }
    }

    private static void refused(Guest guest, String code) {
        assertThatThrownBy(() -> guest.attest(DATA, Limits.NONE))
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private Guest launch(boolean paused) {
        LaunchRequest request = new LaunchRequest(
                new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, TestBed.guest(1, Map.of()), paused);
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }
}
