// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Machine;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backend that makes use of the launcher from within a call of it, and a platform that is not what it was. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SelfServingTest {
    private final TestBed bed = TestBed.bare();
    private final AtomicBoolean done = new AtomicBoolean();

    /** Does something once, in one of its methods. */
    private final class Busy extends Tampered {
        private final String method;
        private final Runnable doing;

        Busy(String method, Runnable doing) {
            super(new SnpGuestSupport());
            this.method = method;
            this.doing = doing;
        }

        private void at(String called) {
            if (called.equals(method) && done.compareAndSet(false, true)) {
                doing.run();
            }
        }

        @Override
        void before(String operation, Machine machine) {
            at(operation);
        }

        @Override
        public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
            at("eligible");
            return super.eligible(platform, request);
        }
    }

    private Busy busy(String method, Runnable doing) {
        Busy busy = new Busy(method, doing);
        bed.install(bed.platform);
        bed.install(busy, 0);
        return busy;
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(done).isTrue();
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
        assertThat(bed.calls.faults()).isEmpty();
        bed.calls.close();
    }

    private Guest launch() {
        return bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE);
    }

    private Guest auto() {
        LaunchRequest request = new LaunchRequest(
                new TypeChoice.Auto(Optional.empty()), Trust.EMULATED, TestBed.guest(1, Map.of()), false);
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    private void launched(Guest guest) {
        assertThat(guest.status().ready()).isTrue();
        guest.close();
    }

    @Test
    void oneThatLaunchesInAStep() {
        busy("start", () -> launched(launch()));
        launched(launch());
    }

    @Test
    void oneThatLaunchesInAQuestion() {
        busy("eligible", () -> launched(auto()));
        launched(auto());
    }

    @Test
    void oneThatLaunchesWhenItIsAskedForTheStatus() {
        busy("status", () -> launched(launch()));
        launched(launch());
    }

    @Test
    void oneThatClosesTheGuestThatItLaunches() {
        busy("update", () -> bed.launcher.guests().forEach(Guest::close));
        assertProblem("guest.closed", catchThrowable(this::launch));
    }

    @Test
    void oneThatClosesTheGuestThatItIsAskedAbout() {
        Guest[] guest = new Guest[1];
        busy("status", () -> Optional.ofNullable(guest[0]).ifPresent(Guest::close));
        guest[0] = launch();
        done.set(false);
        assertProblem("guest.closed", catchThrowable(guest[0]::status));
        assertThat(guest[0].state()).isEqualTo(GuestState.CLOSED);
    }

    @Test
    void oneThatUnregistersItself() {
        Tampered[] self = new Tampered[1];
        self[0] = busy("start", () -> bed.uninstall(self[0]));
        assertProblem("backend.gone", catchThrowable(this::launch));
    }

    @Test
    void oneThatChangesItsRanking() {
        Tampered[] self = new Tampered[1];
        self[0] = busy("start", () -> bed.rank(self[0], 5));
        launched(launch());
        assertThat(bed.launcher.replacement().infos())
                .singleElement()
                .satisfies(info -> assertThat(info.ranking()).isEqualTo(5));
    }

    private static void assertProblem(String code, Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    /** Another platform beside the real one, whose facts are what a test says. */
    private final class Fickle implements Vmm {
        private volatile PlatformFacts facts;

        Fickle(String vmm, Trust trust) {
            become(vmm, trust);
        }

        void become(String vmm, Trust trust) {
            facts = new PlatformFacts(vmm, trust, bed.platform.facts().features(), Map.of(), Map.of());
        }

        @Override
        public String name() {
            return "fickle";
        }

        @Override
        public PlatformFacts facts() {
            done.set(true);
            return facts;
        }

        @Override
        public VirtualMachine create(MachineSpec spec) {
            throw new IllegalStateException("nothing may be launched here");
        }
    }

    private void assertNotPossible(Fickle fickle, String why) {
        Optional<Candidate> found = bed.launcher.select(TestBed.request()).candidates().stream()
                .filter(candidate -> candidate.platform().equals("fickle"))
                .findFirst();
        assertThat(found).hasValueSatisfying(candidate -> {
            assertThat(candidate.eligible()).isFalse();
            assertThat(candidate.reason()).contains("test platform", why);
        });
        try (Guest guest = launch()) {
            assertThat(guest.platform().vmm()).isEqualTo("softsev");
        }
    }

    private Fickle fickle(String vmm) {
        busy("nothing", () -> {});
        Fickle fickle = new Fickle(vmm, Trust.EMULATED);
        bed.install(fickle, 999);
        return fickle;
    }

    @Test
    void aPlatformThatCallsItselfAsAnother() {
        assertNotPossible(fickle("softsev"), "facts answered facts of softsev, and its name is fickle");
    }

    @Test
    void aPlatformThatChangesItsName() {
        Fickle fickle = fickle("fickle");
        assertThat(bed.launcher.select(TestBed.request()).candidates())
                .filteredOn(candidate -> candidate.platform().equals("fickle"))
                .allMatch(Candidate::eligible);
        fickle.become("softsev", Trust.EMULATED);
        assertNotPossible(fickle, "facts answered facts of softsev, and its name is fickle");
    }

    @Test
    void aPlatformThatChangesItsTrust() {
        Fickle fickle = fickle("fickle");
        assertThat(bed.launcher.select(TestBed.request()).candidates()).isNotEmpty();
        fickle.become("fickle", Trust.HARDWARE);
        assertNotPossible(fickle, "trust");
    }
}
