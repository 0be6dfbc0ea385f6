// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cloister.api.Limits;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendInfo;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;

/** A registered service may change its ranking; who is there, and which guests, stays. */
class RankingTest {
    private final TestBed bed = TestBed.complete();
    private final SnpGuestSupport second = new SnpGuestSupport();

    private List<Integer> rankings() {
        return bed.launcher.replacement().infos().stream()
                .map(BackendInfo::ranking)
                .toList();
    }

    private BackendInfo current() {
        return bed.launcher.replacement().infos().stream()
                .filter(info -> info.role() == BackendInfo.Role.CURRENT)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBackendThatRanksHigherNowGetsNewWorkAndGuestsGoOn() {
        bed.install(second, -1);
        BackendInfo before = current();
        try (Guest guest = bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)) {
            bed.rank(second, 7);
            assertThat(rankings()).containsExactly(7, 0);
            assertThat(current().name()).isNotEqualTo(before.name());
            assertThat(guest.status().ready()).isTrue();
            bed.rank(second, -7);
            assertThat(rankings()).containsExactly(0, -7);
            assertThat(current().name()).isEqualTo(before.name());
        }
    }

    @Test
    void itRanksSoOnceItWasLookedAt() {
        bed.install(second, 3);
        bed.rank(second, -3);
        assertThat(rankings()).containsExactly(0, -3);
    }

    @Test
    void ofTwoPlatformsOfOneNameTheOneThatRanksHigherNowGetsTheGuests() {
        SoftSev other = new SoftSev(PlatformSettings.DEFAULT);
        bed.install(other, -1);
        bed.rank(other, 1);
        try (Guest guest = bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)) {
            assertThat(bed.usage().machines()).isZero();
            assertThat(bed.launcher.select(TestBed.request()).candidates())
                    .filteredOn(Candidate::eligible)
                    .hasSize(1);
            bed.rank(other, -1);
            bed.launcher
                    .launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)
                    .close();
            assertThat(guest.status().ready()).isTrue();
        }
        bed.uninstall(other);
    }
}
