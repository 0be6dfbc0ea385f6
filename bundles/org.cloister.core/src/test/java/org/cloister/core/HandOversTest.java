// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.PlatformListener;
import org.cloister.core.guard.CountedWorkers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a thread waits for another one: each time costs as much as many calls of types and platforms. */
class HandOversTest {
    private static final String PLATFORM = "test platform";
    private static final String TYPE = "test backend 2";
    private static final String LISTENER = "test listener";

    private final CountedWorkers workers = new CountedWorkers();
    private final TestBed bed = TestBed.bare(workers.calls()).filled();

    @BeforeEach
    void settled() {
        assertThat(bed.launcher.guests()).isEmpty();
        launch(TestBed.request()).close();
        workers.begun();
    }

    @AfterEach
    void close() {
        bed.calls.close();
    }

    private Guest launch(LaunchRequest request) {
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    @Test
    void aLaunchHasOneWorkerAndTheEndOfItsMachineAnother() {
        Guest guest = launch(TestBed.request());
        assertThat(workers.begun()).containsExactly(TYPE);
        guest.close();
        assertThat(workers.begun()).containsExactly(PLATFORM);
    }

    @Test
    void aPausedOneHasOneAndGoesOnInOne() {
        try (Guest guest = launch(TestBed.paused())) {
            assertThat(workers.begun()).containsExactly(TYPE);
            guest.proceed(Limits.NONE);
            assertThat(workers.begun()).containsExactly(TYPE);
            guest.status();
            assertThat(workers.begun()).containsExactly(TYPE);
        }
    }

    /** Of one type that comes into question, who asks needs one for its plan, the platform, the answer there. */
    @Test
    void whereTheTypeIsChosenItIsAskedOutsideTheLaunch() {
        launch(new LaunchRequest(
                        new TypeChoice.Auto(Optional.empty()), Trust.EMULATED, TestBed.guest(2, Map.of()), false))
                .close();
        assertThat(workers.begun()).containsExactly(TYPE, PLATFORM, TYPE, TYPE, PLATFORM);
    }

    /** What several news are about happened in one launch: each listener waits for it once. */
    @Test
    void eachListenerHasOneForAllNewsOfALaunch() {
        List<String> heard = new CopyOnWriteArrayList<>();
        PlatformListener listener = new PlatformListener() {
            @Override
            public void measured(GuestInfo guest, Measurement measurement) {
                heard.add("measured");
            }

            @Override
            public void launched(GuestInfo guest, long micros) {
                heard.add("launched");
            }
        };
        bed.install(listener);
        launch(TestBed.request()).close();
        workers.begun();
        heard.clear();
        launch(TestBed.request()).close();
        assertThat(workers.begun()).containsExactly(TYPE, LISTENER, PLATFORM);
        assertThat(heard).containsExactly("measured", "launched");
    }
}
