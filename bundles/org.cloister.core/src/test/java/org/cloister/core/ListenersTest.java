// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What launches report to listeners. */
class ListenersTest {
    private final TestBed bed = TestBed.complete();
    private final List<String> heard = new ArrayList<>();
    private final List<LaunchFailure> failures = new ArrayList<>();

    private final PlatformListener ear = new PlatformListener() {
        @Override
        public void launched(GuestInfo guest, long micros) {
            assertThat(guest.type()).isEqualTo(TestBed.SNP);
            assertThat(guest.platform()).isEqualTo("softsev");
            assertThat(guest.trust()).isEqualTo(Trust.EMULATED);
            assertThat(micros).isPositive();
            heard.add("launched " + guest.id());
        }

        @Override
        public void measured(GuestInfo guest, Measurement measurement) {
            heard.add("measured " + guest.id() + " " + measurement.source());
        }

        @Override
        public void secretInjected(GuestInfo guest) {
            heard.add("secret " + guest.id());
        }

        @Override
        public void failed(LaunchFailure failure) {
            failures.add(failure);
        }
    };

    private static final PlatformListener BROKEN = new PlatformListener() {
        @Override
        public void launched(GuestInfo guest, long micros) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void failed(LaunchFailure failure) {
            throw new AssertionError("broken");
        }
    };

    @BeforeEach
    void listen() {
        bed.install(BROKEN);
        bed.install(ear);
    }

    private Guest launch() {
        return bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE);
    }

    @Test
    void launchIsToldOnceItIsDone() {
        launch().close();
        assertThat(heard).containsExactly("measured g1 FIRMWARE", "launched g1");
        bed.uninstall(ear);
        launch().close();
        assertThat(heard).hasSize(2);
        assertThat(failures).isEmpty();
    }

    @Test
    void pausedLaunchIsToldWhenItGoesOn() {
        try (Guest guest = bed.launcher.launch(TestBed.paused(), LaunchListener.SILENT, Limits.NONE)) {
            assertThat(heard).containsExactly("measured g1 COMPUTED");
            guest.proceed(Limits.NONE);
        }
        assertThat(heard).containsExactly("measured g1 COMPUTED", "measured g1 FIRMWARE", "launched g1");
    }

    @Test
    void failureIsToldWithWhatWasAskedForAndItsCause() {
        assertThatThrownBy(
                () -> bed.launcher.launch(TestBed.named(new GuestType("sev-es")), LaunchListener.SILENT, Limits.NONE));
        bed.launcher.configure(Map.of("maximum.guests", 0));
        assertThatThrownBy(this::launch);
        assertThat(failures).extracting(LaunchFailure::type).containsExactly("sev-es", "sev-snp");
        assertThat(failures)
                .extracting(failure -> failure.problem().code())
                .containsExactly("type.missing", "settings.guests");
    }

    @Test
    void failureOfAPausedGuestNamesIt() {
        Guest guest = bed.launcher.launch(TestBed.paused(), LaunchListener.SILENT, Limits.NONE);
        Bytes nothing = Bytes.of(new byte[0]);
        assertThatThrownBy(() -> guest.injectSecret(nothing, nothing, OptionalLong.empty(), Limits.NONE));
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.guest()).contains("g1"));
        assertThat(heard).noneMatch(line -> line.startsWith("secret"));
    }

    @Test
    void listenerOfTheCallerThatThrowsIsAFailureToo() {
        LaunchListener throwing = new LaunchListener() {
            @Override
            public void begins(String name) {
                throw new IllegalStateException(name);
            }
        };
        assertThatThrownBy(() -> bed.launcher.launch(TestBed.request(), throwing, Limits.NONE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.problem().code()).isEqualTo("launch.listener"));
    }
}
