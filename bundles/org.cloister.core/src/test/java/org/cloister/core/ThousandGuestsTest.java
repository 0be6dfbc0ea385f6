// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand guests at once, and nothing of them afterwards. */
class ThousandGuestsTest {
    private static final int GUESTS = 1000;
    private static final long MOST_HEAP = 1L << 30;

    private final SoftSev platform =
            new SoftSev(new PlatformSettings(1100, GUESTS + 1, 51, 1, EmulatedGeneration.GENOA, 0x20, 512, 1L << 40));

    @Test
    @Timeout(300)
    void liveSideBySideAndGiveEverythingBack() {
        TestBed bed = TestBed.bare();
        bed.install(platform);
        bed.install(new SnpGuestSupport(), 0);
        PlatformUsage usage = platform.adapt(PlatformUsage.class).orElseThrow();
        long before = heap();
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE));
        }
        long taken = heap() - before;
        assertThat(taken).as("heap of %s guests", GUESTS).isLessThan(MOST_HEAP);
        assertThat(bed.launcher.guests()).hasSize(GUESTS).allMatch(guest -> guest.state() == GuestState.RUNNING);
        assertThat(new HashSet<Bytes>(digests(guests))).hasSize(1);
        assertThat(usage.machines()).isEqualTo(GUESTS);
        assertThat(usage.asids()).isEqualTo(GUESTS);
        assertThat(usage.pages()).isPositive().isEqualTo(GUESTS * (usage.pages() / GUESTS));
        bed.launcher.close();
        assertThat(guests).allMatch(guest -> guest.state() == GuestState.CLOSED);
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(usage.machines()).isZero();
        assertThat(usage.asids()).isZero();
        assertThat(usage.pages()).isZero();
    }

    private static List<Bytes> digests(List<Guest> guests) {
        return guests.stream()
                .map(guest -> guest.report().measurement().orElseThrow().value())
                .toList();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
