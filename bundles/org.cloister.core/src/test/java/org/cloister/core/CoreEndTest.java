// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.PlatformListener;
import org.junit.jupiter.api.Test;

class CoreEndTest {
    private final TestBed bed = TestBed.complete();

    private Guest launch(LaunchRequest request) {
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    @Test
    void whenCoreItselfGoesItsGuestsEndNewestFirstAndListenersHearWhy() {
        List<String> heard = new ArrayList<>();
        bed.install(new PlatformListener() {
            @Override
            public void ended(GuestInfo guest, Problem why) {
                heard.add(guest.id() + " " + why.code());
            }
        });
        Guest closed = launch(TestBed.request());
        Guest running = launch(TestBed.request());
        Guest paused = launch(TestBed.paused());
        closed.close();
        bed.launcher.close();
        assertThat(heard).containsExactly(paused.id() + " launcher.gone", running.id() + " launcher.gone");
        assertThat(bed.usage().machines()).isZero();
        assertThatThrownBy(running::status)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("launcher.gone"))
                .hasMessageContaining("guest " + running.id());
        bed.calls.close();
    }
}
