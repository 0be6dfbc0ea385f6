// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SNP_DBG_DECRYPT and SNP_DBG_ENCRYPT as a caller of a guest meets them. */
class SnpDebugTest {
    private final TestBed bed = TestBed.bare();

    @BeforeEach
    void install() {
        bed.install(bed.platform);
        bed.install(new SnpGuestSupport(), 0);
    }

    @Test
    void theHostReadsAndWritesWhereThePolicyAllowsIt() {
        try (Guest guest = launch(Map.of("debug", "on"))) {
            InitialRange firmware = guest.report().plan().ranges().get(0);
            Bytes content = firmware.content().orElseThrow();
            Measurement measured = guest.report().measurement().orElseThrow();
            assertThat(guest.memory().hostView().read(firmware.gpa(), content.length()))
                    .isNotEqualTo(content);
            assertThat(guest.debugRead(firmware.gpa(), content.length(), Limits.NONE))
                    .isEqualTo(content);
            // Across the border of two pages, and of no alignment
            long there = firmware.gpa() + 4093;
            Bytes written = Bytes.ofHex("c0ffee0102030405");
            guest.debugWrite(there, written, Limits.NONE);
            assertThat(guest.memory().guestView().read(there, written.length())).isEqualTo(written);
            assertThat(guest.debugRead(there - 1, 10, Limits.NONE).slice(1, 8)).isEqualTo(written);
            assertThat(guest.debugRead(there - 1, 1, Limits.NONE)).isEqualTo(content.slice(4092, 1));
            assertThat(guest.report().measurement()).contains(measured);
            assertThat(guest.status().ready()).isTrue();
        }
    }

    @Test
    void neitherIsDoneWhereThePolicyForbidsIt() {
        for (Map<String, String> settings : List.of(Map.<String, String>of(), Map.of("debug", "off"))) {
            try (Guest guest = launch(settings)) {
                InitialRange firmware = guest.report().plan().ranges().get(0);
                Bytes before = guest.memory().guestView().read(firmware.gpa(), 16);
                refused("debug.policy", () -> guest.debugRead(firmware.gpa(), 16, Limits.NONE));
                refused("debug.policy", () -> guest.debugWrite(firmware.gpa(), Bytes.ofHex("00"), Limits.NONE));
                assertThat(guest.memory().guestView().read(firmware.gpa(), 16)).isEqualTo(before);
            }
        }
    }

    @Test
    void aPageThatIsNotTheGuestsIsRefusedAndNothingIsWritten() {
        try (Guest guest = launch(Map.of("debug", "on"))) {
            InitialRange firmware = guest.report().plan().ranges().get(0);
            Bytes content = firmware.content().orElseThrow();
            assertThatThrownBy(() -> guest.debugRead(0x5000, 1, Limits.NONE))
                    .hasMessageContaining("SNP_DBG_DECRYPT")
                    .hasMessageContaining("INVALID_PAGE_STATE");
            assertThatThrownBy(() -> guest.debugWrite(0x5000, Bytes.ofHex("00"), Limits.NONE))
                    .hasMessageContaining("SNP_DBG_ENCRYPT");
            refused("memory.outside", () -> guest.debugRead(1L << 45, 1, Limits.NONE));
            refused(
                    "memory.outside",
                    () -> guest.debugWrite(firmware.gpa() + content.length() - 1, Bytes.ofHex("0000"), Limits.NONE));
            assertThat(guest.debugRead(firmware.gpa(), content.length(), Limits.NONE))
                    .isEqualTo(content);
        }
    }

    private static void refused(String code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private Guest launch(Map<String, String> settings) {
        LaunchRequest request =
                new LaunchRequest(new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, TestBed.guest(1, settings), false);
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }
}
