// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.Machine;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;

/** The end of a platform's service is the end of its guests, and of no other ones. */
class PlatformEndTest {
    private static final Duration SOON = Duration.ofMillis(100);

    private final TestBed bed = TestBed.complete(SOON);
    private final Heard heard = new Heard();

    PlatformEndTest() {
        bed.install(heard);
        bed.launcher.configure(Map.of());
    }

    @Test
    void itsGuestsEndNewestFirstWithTheReason() {
        Guest first = launch(TestBed.request());
        Guest paused = launch(TestBed.paused());
        Guest last = launch(TestBed.request());
        bed.uninstall(bed.platform);
        assertThat(heard.ended).containsExactly(last.id(), paused.id(), first.id());
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.launcher.ended()).extracting(EndedGuest::id).containsExactly(last.id(), paused.id(), first.id());
        assertThat(bed.usage().machines()).isZero();
        assertThat(bed.usage().guests()).isZero();
        assertThat(bed.usage().pages()).isZero();
        for (Guest guest : List.of(first, paused, last)) {
            assertThat(guest.state()).isEqualTo(GuestState.CLOSED);
            everyCallSaysWhy(guest);
        }
    }

    private static void everyCallSaysWhy(Guest guest) {
        Stream.<ThrowingCallable>of(
                        guest::status,
                        guest::memory,
                        () -> guest.proceed(Limits.NONE),
                        () -> guest.reset(Limits.NONE),
                        () -> guest.attest(Bytes.ofHex("00"), Limits.NONE),
                        () -> guest.attestationReport(Bytes.ofHex("00"), Limits.NONE),
                        () -> guest.debugRead(0, 1, Limits.NONE),
                        () -> guest.debugWrite(0, Bytes.ofHex("00"), Limits.NONE),
                        () -> guest.injectSecret(
                                Bytes.ofHex("00"), Bytes.ofHex("00"), OptionalLong.empty(), Limits.NONE))
                .forEach(call -> gone(guest, call));
        guest.close();
        gone(guest, guest::status);
    }

    private static void gone(Guest guest, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("platform.gone"))
                .hasMessageContainingAll("guest " + guest.id(), "test platform");
    }

    @Test
    void whatIsClosedByItsOwnerIsNotReported() {
        launch(TestBed.request()).close();
        bed.uninstall(bed.platform);
        assertThat(heard.ended).isEmpty();
        assertThat(bed.launcher.ended()).isEmpty();
    }

    @Test
    void guestsOfAnotherPlatformOfThatNameGoOn() {
        Guest here = launch(TestBed.request());
        bed.uninstall(new Wrapped(bed.platform));
        assertThat(here.status().ready()).isTrue();
        Wrapped other = new Wrapped(bed.platform);
        bed.install(other, 100);
        Guest there = launch(TestBed.request());
        here.reset(Limits.NONE);
        bed.uninstall(other);
        assertThat(there.state()).isEqualTo(GuestState.CLOSED);
        assertThat(here.status().ready()).isTrue();
        assertThat(heard.ended).containsExactly(there.id());
        here.close();
    }

    @Test
    void aLaunchUnderWayEndsWithTheReason() {
        bed.install(
                new Tampered(new SnpGuestSupport()) {
                    @Override
                    void before(String operation, Machine machine) {
                        if (operation.equals("start")) {
                            new Thread(() -> bed.uninstall(bed.platform)).start();
                            awaitEndOf("g1");
                        }
                    }
                },
                10);
        assertThatThrownBy(() -> launch(TestBed.request())).hasMessageContaining("ended with its platform");
        assertThat(heard.failed).containsExactly("platform.gone");
        assertThat(heard.ended).isEmpty();
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
    }

    @Test
    void oneThatGoesWhileAMachineIsMadeGetsNoGuest() {
        Wrapped leaving = new Wrapped(bed.platform) {
            @Override
            public VirtualMachine create(MachineSpec spec) {
                bed.uninstall(this);
                return super.create(spec);
            }
        };
        bed.uninstall(bed.platform);
        bed.install(leaving);
        assertThatThrownBy(() -> launch(TestBed.request())).hasMessageContaining("not there any more");
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
    }

    @Test
    void machinesThatDoNotCloseHoldUpNobody() {
        CountDownLatch never = new CountDownLatch(1);
        Wrapped stuck = new Wrapped(bed.platform) {
            @Override
            void close(VirtualMachine machine) {
                await(never);
                super.close(machine);
            }
        };
        bed.uninstall(bed.platform);
        bed.install(stuck);
        List<Guest> guests =
                Stream.generate(() -> launch(TestBed.request())).limit(3).toList();
        bed.uninstall(stuck);
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(guests).extracting(Guest::state).containsOnly(GuestState.CLOSED);
        assertThat(heard.ended).containsExactlyInAnyOrder("g1", "g2", "g3");
        never.countDown();
    }

    /** Until who ends it waits for the call that is under way. */
    private static void awaitEndOf(String guest) {
        while (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("end of guest " + guest)
                        && thread.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Guest launch(LaunchRequest request) {
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    private static final class Heard implements PlatformListener {
        final List<String> ended = new CopyOnWriteArrayList<>();
        final List<String> failed = new CopyOnWriteArrayList<>();

        @Override
        public void ended(GuestInfo guest, Problem why) {
            assertThat(why.code()).isEqualTo("platform.gone");
            ended.add(guest.id());
        }

        @Override
        public void failed(LaunchFailure failure) {
            failed.add(failure.problem().code());
        }
    }

    /** A platform of a bundle of its own, on the real one. */
    private static class Wrapped implements Vmm {
        private final Vmm real;

        Wrapped(Vmm real) {
            this.real = real;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public PlatformFacts facts() {
            return real.facts();
        }

        @Override
        public VirtualMachine create(MachineSpec spec) {
            VirtualMachine machine = real.create(spec);
            return new Closing(machine, () -> close(machine));
        }

        void close(VirtualMachine machine) {
            machine.close();
        }
    }

    private static final class Closing extends PassingMachine {
        private final Runnable end;

        Closing(VirtualMachine real, Runnable end) {
            super(real);
            this.end = end;
        }

        @Override
        public void close() {
            end.run();
        }
    }
}
