// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendSwap;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;

/** A bundle that changes what is installed from within a call that a launch makes of it: nobody waits for ever. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileActsIT {
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private enum Act {
        LAUNCHES_ANOTHER {
            @Override
            void go(HostileBed bed) {
                bed.launch(HostileBed.own(false)).close();
            }
        },
        SWAPS_ITSELF {
            @Override
            void go(HostileBed bed) throws Exception {
                TestBundle next = HostileBed.jar("1.0.1", "type", 50, "", WayToFail.NOTHING, 0);
                BackendSwap swap = new BackendSwap(HostileBed.TYPE, next.write(bed.folder()), false, Set.of(), DRAIN);
                bed.keeper().swap(swap, LaunchListener.SILENT, Limits.NONE);
            }
        },
        STOPS_ITSELF {
            @Override
            void go(HostileBed bed) throws BundleException {
                bed.evil().stop();
            }
        },
        UNINSTALLS_ITSELF {
            @Override
            void go(HostileBed bed) throws BundleException {
                bed.evil().uninstall();
            }
        };

        abstract void go(HostileBed bed) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void everybodyGoesOn(Act act) throws Exception {
        try (HostileBed bed = HostileBed.start("HostileActs")) {
            Runnable instead = () -> catchThrowable(() -> act.go(bed));
            ServiceRegistration<Runnable> doing = bed.swaps()
                    .host
                    .context()
                    .registerService(Runnable.class, instead, new Hashtable<>(Map.of("evil", "instead")));
            bed.install(HostileBed.jar("1.0.0", "type platform", 50, "start", WayToFail.NOTHING, 0));
            doing.unregister();
            Throwable outer =
                    catchThrowable(() -> bed.launch(HostileBed.own(false)).close());
            assertThat(bed.hasStruck()).isTrue();
            if (outer != null) {
                assertThat(outer).isInstanceOf(CloisterException.class);
            }
            assertThat(bed.guests()).allMatch(guest -> guest.status().ready());
            bed.launch(HostileBed.snp(false)).close();
            try (Guest guest = bed.launch(HostileBed.auto())) {
                assertThat(guest.status().ready()).isTrue();
            }
            assertThat(bed.launcher().guests()).containsExactlyInAnyOrderElementsOf(bed.guests());
            HostileBed.await(
                    "no machine of it is open",
                    () -> bed.machines() == bed.guests().size());
            assertThat(bed.faults()).isEmpty();
        }
    }
}
