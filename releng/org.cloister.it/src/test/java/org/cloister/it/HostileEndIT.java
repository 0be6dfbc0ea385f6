// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendInfo;
import org.cloister.benchmarks.swap.Load;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** A hostile bundle goes, or everything does; and one that adopts guests and goes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileEndIT {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final long PATIENCE_SECONDS = 30;
    private static final int COLLECTIONS = 200;
    private static final String BOTH = "type platform";

    private static TestBundle jar(String roles, String method, WayToFail way) {
        return HostileBed.jar("1.0.0", roles, 50, method, way, 0);
    }

    private static TestBundle harmless(String roles) {
        return jar(roles, "", WayToFail.NOTHING);
    }

    private static Limits untilItStruck(HostileBed bed) {
        return Limits.of(new Cancellation(), new Deadline(1, () -> bed.hasStruck() ? Long.MAX_VALUE : 0));
    }

    /** What makes it hang. */
    private static void provoke(HostileBed bed) {
        catchThrowable(() -> bed.launcher()
                .launch(HostileBed.own(false), LaunchListener.SILENT, untilItStruck(bed))
                .close());
        bed.guests().forEach(Guest::status);
        bed.launch(HostileBed.snp(false)).close();
    }

    /** On Equinox Declarative Services itself waits for a component that is being made. */
    private static Stream<Arguments> hanging() {
        Stream<Arguments> components =
                Stream.of(Arguments.of("component", "constructor", true), Arguments.of("component", "activate", false));
        Stream<Arguments> others = Stream.of(
                Arguments.of(BOTH, "getService", true),
                Arguments.of(BOTH, "type", true),
                Arguments.of(BOTH, "facts", false),
                Arguments.of(BOTH, "create", false),
                Arguments.of(BOTH, "update", false),
                Arguments.of(BOTH, "close", false),
                Arguments.of("backend", "canAdopt", false),
                Arguments.of("listener", "launched", false));
        return System.getProperty("framework").equals("felix") ? Stream.concat(components, others) : others;
    }

    @ParameterizedTest
    @MethodSource("hanging")
    void theFrameworkStopsThoughItHangs(String roles, String method, boolean before) throws Exception {
        HostileBed bed = HostileBed.start("HostileEnd");
        try {
            TestBundle jar = jar(roles, method, WayToFail.SLEEPS_DEAF);
            if (before) {
                bed.restartCore(() -> bed.install(jar));
            } else {
                bed.install(jar);
            }
            provoke(bed);
            HostileBed.await("it hangs", bed::hasStruck);
            bed.swaps().host.framework().stop();
            FrameworkEvent stopped = bed.swaps().host.framework().waitForStop(LONGEST_STOP.toMillis());
            assertThat(stopped.getType()).isEqualTo(FrameworkEvent.STOPPED);
        } finally {
            bed.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "type platform, '',       NOTHING",
        "type platform, facts,    RUNTIME_EXCEPTION",
        "type platform, start,    CHECKED_EXCEPTION",
        "type platform, update,   SLEEPS_DEAF",
        "type platform, create,   SPINS",
        "type platform, type,     SLEEPS",
        "backend,       '',       NOTHING",
        "backend,       adopt,    STACK_OVERFLOW",
        "listener,      launched, SLEEPS_DEAF"
    })
    void itsClassesAreFreeWhenItIsGone(String roles, String method, WayToFail way) throws Exception {
        try (HostileBed bed = HostileBed.start("HostileEnd")) {
            bed.install(jar(roles, method, way));
            WeakReference<ClassLoader> loader =
                    new WeakReference<>(bed.evil().adapt(BundleWiring.class).getClassLoader());
            provoke(bed);
            bed.uninstall();
            refresh(bed);
            for (int i = 0; i < COLLECTIONS && loader.get() != null; i++) {
                System.gc();
                bed.launch(HostileBed.snp(false)).close();
            }
            assertThat(loader.get()).isNull();
            assertThat(bed.guests()).allMatch(guest -> guest.status().ready());
        }
    }

    private static void refresh(HostileBed bed) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Bundle evil = bed.forget();
        bed.swaps().host.framework().adapt(FrameworkWiring.class).refreshBundles(List.of(evil), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
            }
        });
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatAdoptsAndGoesAfterQuestionsLeavesTheGuestsToTheirOwn() throws Exception {
        try (HostileBed bed = HostileBed.start("HostileEnd")) {
            bed.install(harmless("backend"));
            assertThat(bed.guests()).allMatch(guest -> guest.status().ready());
            assertThat(backends(bed, BackendInfo.Role.CURRENT)).isEqualTo("evil 1.0.0");
            bed.uninstall();
            assertThat(bed.guests()).allMatch(guest -> guest.status().ready());
            bed.guests().forEach(Guest::close);
            assertThat(bed.machines()).isZero();
        }
    }

    private static String backends(HostileBed bed, BackendInfo.Role role) {
        return bed.keeper().backends().stream()
                .filter(backend -> backend.type().equals(Load.SNP))
                .filter(backend -> backend.role() == role)
                .map(backend -> backend.name() + " " + backend.version())
                .findFirst()
                .orElse("none");
    }

    @Test
    void oneThatAdoptsAndGoesAfterItChangedAGuestLeavesOneThatCanBeClosed() throws Exception {
        try (HostileBed bed = HostileBed.start("HostileEnd");
                Guest guest = bed.launch(HostileBed.snp(true))) {
            bed.install(harmless("backend"));
            guest.proceed(Limits.NONE);
            assertThat(guest.status().ready()).isTrue();
            bed.uninstall();
            assertThat(catchThrowable(guest::status))
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("backend.cannot-adopt"));
            guest.close();
            assertThat(bed.machines()).isEqualTo(bed.guests().size());
        }
    }

    @Test
    void ofTwoTypesOfOneNameTheSecondStandsBy() throws Exception {
        try (HostileBed bed = HostileBed.start("HostileEnd")) {
            bed.install(harmless("type type platform"));
            assertThat(bed.keeper().backends())
                    .filteredOn(backend -> backend.type().equals(HostileBed.TYPE))
                    .extracting(BackendInfo::role)
                    .containsExactly(BackendInfo.Role.CURRENT, BackendInfo.Role.STANDBY);
            bed.launch(HostileBed.own(false)).close();
        }
    }
}
