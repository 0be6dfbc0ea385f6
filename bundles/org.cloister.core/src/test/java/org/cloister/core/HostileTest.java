// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.operate.VendorFault;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One bundle fails, in each method and each way; everybody else is served as if it was not there. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HostileTest {
    /** Where something hangs; who answers at all has all the time that a slow host takes. */
    private static final Duration ANSWER = Duration.ofMillis(500);

    private static final List<String> WHEN_GOT = List.of("type", "strength", "contextSchema");
    private static final List<String> QUESTIONS = List.of("properties", "plan", "eligible");
    private static final List<String> STEPS = List.of("init", "start", "update", "finish", "measure", "status");
    private static final List<String> OF_PLATFORMS = List.of("create", "setVcpu", "memory", "hostView", "write");
    private static final List<String> WITHOUT_ANSWER = List.of("setVcpu", "write");

    private final TestBed bed = TestBed.complete();
    private final List<Guest> guests = new ArrayList<>();
    private Hostile evil;
    private int leaked;

    @BeforeEach
    void three() {
        for (int i = 0; i < 3; i++) {
            guests.add(snp());
        }
    }

    @AfterEach
    void release() {
        evil.close();
        guests.forEach(Guest::close);
        // A machine that was made too late is closed by who comes back with it
        while (!bed.launcher.guests().isEmpty() || evil.machines() > leaked) {
            Thread.onSpinWait();
        }
        assertThat(bed.usage().machines()).isZero();
        bed.calls.close();
    }

    private Guest snp() {
        return bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE);
    }

    private Hostile evil(String method, WayToFail way) {
        if (way.hangs()) {
            bed.launcher.configure(Map.of("answer.millis", (int) ANSWER.toMillis()));
            bed.calls.during(ANSWER);
        }
        return new Hostile(method, way);
    }

    private void install(String method, WayToFail way) {
        evil = evil(method, way);
        bed.launcher.addVmm(new ServiceKey(0, 1001, Hostile.BUNDLE), evil::platform);
        bed.launcher.addSupport(new ServiceKey(0, 1002, Hostile.BUNDLE), evil::type);
    }

    private static Stream<Arguments> each(List<String> methods) {
        return methods.stream().flatMap(method -> Stream.of(WayToFail.values()).map(way -> Arguments.of(method, way)));
    }

    private static Stream<Arguments> typesAndPlatforms() {
        return Stream.of(QUESTIONS, STEPS, OF_PLATFORMS)
                .flatMap(HostileTest::each)
                .filter(one -> !WITHOUT_ANSWER.contains(one.get()[0]) || one.get()[1] != WayToFail.NOTHING);
    }

    private static Stream<Arguments> whenGot() {
        return each(WHEN_GOT);
    }

    @ParameterizedTest
    @MethodSource("typesAndPlatforms")
    void itsOwnLaunchIsBlamedAndOthersAreServed(String method, WayToFail way) {
        install(method, way);
        Throwable thrown = catchThrowable(
                () -> bed.launcher.launch(TestBed.named(Hostile.TYPE), LaunchListener.SILENT, evil.limits(ANSWER)));
        assertThat(evil.hasStruck()).isTrue();
        assertThat(thrown).isInstanceOf(CloisterException.class).message().contains(Hostile.BUNDLE, method);
        assertThat(thrown.getMessage()).doesNotContain("\u001b", "\n");
        assertThat(bed.launcher.guests()).containsExactlyElementsOf(guests);
        assertOthersAreServed();
        assertThat(evil.machines()).isZero();
    }

    private void assertOthersAreServed() {
        guests.forEach(guest -> assertThat(guest.status().ready()).isTrue());
        snp().close();
        LaunchRequest auto = new LaunchRequest(
                new TypeChoice.Auto(Optional.empty()), Trust.EMULATED, TestBed.guest(2, Map.of()), false);
        try (Guest guest = bed.launcher.launch(auto, LaunchListener.SILENT, Limits.NONE)) {
            assertThat(guest.type()).isEqualTo(TestBed.SNP);
        }
    }

    @ParameterizedTest
    @MethodSource("whenGot")
    void oneThatCannotSayWhoItIsIsNotUsed(String method, WayToFail way) {
        install(method, way);
        assertOthersAreServed();
        assertThat(bed.launcher.replacement().infos())
                .extracting(BackendInfo::type)
                .containsExactly(TestBed.SNP);
        assertThat(bed.launcher.replacement().faults())
                .anySatisfy(fault -> assertThat(fault.kind()).isEqualTo(VendorFault.Kind.REFUSED))
                .allSatisfy(fault -> assertThat(fault.bundle()).isEqualTo(Hostile.BUNDLE));
    }

    @ParameterizedTest
    @EnumSource(WayToFail.class)
    void aPlatformThatCannotSayItsNameIsNotUsed(WayToFail way) {
        install("name", way);
        assertOthersAreServed();
        assertThat(bed.calls.faults())
                .anySatisfy(fault -> assertThat(fault.what()).contains(Hostile.BUNDLE, "name"));
    }

    @ParameterizedTest
    @EnumSource(WayToFail.class)
    void aFailingPlatformIsACandidateWithItsReason(WayToFail way) {
        install("facts", way);
        for (int i = 0; i < 2; i++) {
            assertThat(bed.launcher.select(TestBed.request()).candidates())
                    .filteredOn(candidate -> candidate.platform().equals(Hostile.PLATFORM))
                    .singleElement()
                    .satisfies(candidate -> {
                        assertThat(candidate.eligible()).isFalse();
                        assertThat(candidate.reason()).contains(Hostile.BUNDLE, "facts");
                    });
        }
        assertOthersAreServed();
    }

    @ParameterizedTest
    @EnumSource(WayToFail.class)
    void aBackendThatFailsToAdoptIsPassedOver(WayToFail way) {
        for (String method : List.of("canAdopt", "adopt")) {
            evil = evil(method, way);
            ServiceKey key = new ServiceKey(999, 1003, Hostile.BUNDLE);
            bed.launcher.addSupport(key, evil::successor);
            guests.forEach(guest -> assertThat(guest.status().ready()).isTrue());
            assertThat(evil.hasStruck()).isTrue();
            assertThat(bed.launcher.replacement().infos().get(0).failed())
                    .hasValueSatisfying(failure -> assertThat(failure).contains(Hostile.BUNDLE, method));
            if (way == WayToFail.SLEEPS_DEAF || way == WayToFail.SPINS) {
                // New launches do not wait for it, and get no weaker type for it either
                assertOthersAreServed();
            }
            bed.launcher.removeSupport(key);
            guests.forEach(guest -> assertThat(guest.status().ready()).isTrue());
            evil.close();
        }
    }

    @ParameterizedTest
    @EnumSource(WayToFail.class)
    void aMachineThatDoesNotCloseIsLeakedAndNamed(WayToFail way) {
        install("close", way);
        Guest guest = bed.launcher.launch(TestBed.named(Hostile.TYPE), LaunchListener.SILENT, Limits.NONE);
        guest.close();
        assertThat(bed.launcher.guests()).containsExactlyElementsOf(guests);
        leaked = 1;
        if (way != WayToFail.NOTHING) {
            assertThat(bed.launcher.replacement().faults())
                    .filteredOn(fault -> fault.kind() == VendorFault.Kind.LEAKED)
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.what()).contains(Hostile.BUNDLE, "VirtualMachine.close"));
        }
        assertOthersAreServed();
    }

    private static Stream<Arguments> memory() {
        return each(List.of("regions", "guestView", "written"));
    }

    @ParameterizedTest
    @MethodSource("memory")
    void whoUsesAGuestsMemoryIsNotHeldUp(String method, WayToFail way) {
        install(method, way);
        LaunchRequest request = TestBed.named(Hostile.TYPE);
        try (Guest guest = bed.launcher.launch(request, LaunchListener.SILENT, evil.limits(ANSWER))) {
            assertThat(evil.hasStruck()).isFalse();
            MemoryRegion region = guest.report().plan().memory().get(0);
            GuestMemory memory = guest.memory();
            assertThatThrownBy(() -> {
                        memory.regions();
                        memory.guestView().written(region);
                    })
                    .isInstanceOf(CloisterException.class)
                    .hasMessageContainingAll(Hostile.BUNDLE, method);
            assertOthersAreServed();
        }
    }

    @ParameterizedTest
    @EnumSource(WayToFail.class)
    void aListenerThatFailsHoldsNothingUp(WayToFail way) {
        evil = evil("launched", way);
        PlatformListener listener = evil.proxy(PlatformListener.class, (called, arguments) -> null);
        bed.launcher.addListener(new ServiceKey(0, 1004, Hostile.BUNDLE), () -> listener);
        assertOthersAreServed();
        assertThat(evil.hasStruck()).isTrue();
        // One that can be interrupted comes back soon
        int left = way == WayToFail.SLEEPS_DEAF || way == WayToFail.SPINS ? 1 : 0;
        while (bed.calls.faults().size() != left) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SLEEPS_DEAF", "SPINS"})
    void aStepWithoutADeadlineIsListedWhileItGoesOnAndEndsByItsCaller(WayToFail way) {
        install("start", way);
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Throwable> launch = CompletableFuture.supplyAsync(() -> catchThrowable(() ->
                bed.launcher.launch(TestBed.named(Hostile.TYPE), LaunchListener.SILENT, Limits.of(cancellation))));
        while (bed.calls.faults().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(bed.calls.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(VendorFault.Kind.STUCK);
            assertThat(fault.what()).contains("start of " + Hostile.BUNDLE, "since");
        });
        assertThat(launch).isNotDone();
        cancellation.cancel();
        assertThat(((CloisterException) launch.join()).problem().kind()).isEqualTo(Problem.Kind.CANCELLED);
        assertThat(bed.launcher.guests()).containsExactlyElementsOf(guests);
        assertOthersAreServed();
    }

    @ParameterizedTest
    @EnumSource(names = {"SLEEPS_DEAF", "SPINS"})
    void aStuckStepIsListedUntilItComesBack(WayToFail way) {
        install("start", way);
        Throwable thrown = catchThrowable(
                () -> bed.launcher.launch(TestBed.named(Hostile.TYPE), LaunchListener.SILENT, evil.limits(ANSWER)));
        assertThat(((CloisterException) thrown).problem().kind()).isEqualTo(Problem.Kind.DEADLINE);
        assertThat(bed.calls.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(VendorFault.Kind.STUCK);
            assertThat(fault.what()).contains("start of " + Hostile.BUNDLE, "since");
        });
        evil.close();
        while (!bed.calls.faults().isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
