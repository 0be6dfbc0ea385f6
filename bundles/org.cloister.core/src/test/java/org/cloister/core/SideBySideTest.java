// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three bundles that answer only when all three have been asked. So they are asked side by side, and three that do not
 * answer at all cost the limit once.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SideBySideTest {
    private static final int THREE = 3;

    private final TestBed bed = TestBed.complete();
    private final CyclicBarrier meeting = new CyclicBarrier(THREE);

    @AfterEach
    void close() {
        assertThat(bed.calls.faults()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
        bed.calls.close();
    }

    private void meet() {
        try {
            meeting.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LaunchRequest auto() {
        return new LaunchRequest(
                new TypeChoice.Auto(Optional.empty()), Trust.EMULATED, TestBed.guest(1, Map.of()), false);
    }

    @Test
    void factsOfPlatforms() {
        for (int i = 0; i < THREE; i++) {
            String name = "platform-" + i;
            bed.install(new Vmm() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public PlatformFacts facts() {
                    meet();
                    return new PlatformFacts(name, Trust.EMULATED, Map.of(), Map.of(), Map.of());
                }

                @Override
                public VirtualMachine create(MachineSpec spec) {
                    throw new IllegalStateException();
                }
            });
        }
        assertThat(bed.launcher.select(auto()).candidates())
                .filteredOn(candidate -> candidate.platform().startsWith("platform-"))
                .hasSize(THREE)
                .noneMatch(candidate -> candidate.reason().contains("has not come back"));
    }

    private class Meeting extends Tampered {
        private final GuestType type;
        private final String method;

        Meeting(int number, String method) {
            super(new SnpGuestSupport());
            this.type = new GuestType("meeting-" + number);
            this.method = method;
        }

        private void at(String called) {
            if (called.equals(method)) {
                meet();
            }
        }

        @Override
        public GuestType type() {
            at("type");
            return type;
        }

        @Override
        public LaunchPlan plan(GuestRequest request) {
            at("plan");
            LaunchPlan plan = super.plan(request);
            return new LaunchPlan(
                    type,
                    plan.memory(),
                    plan.ranges(),
                    plan.vcpus(),
                    true,
                    plan.policy(),
                    plan.profile(),
                    plan.notes());
        }

        @Override
        public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
            at("eligible");
            return Eligibility.no(List.of("it met the others"));
        }
    }

    private void assertTheyMeet(String method) {
        for (int i = 0; i < THREE; i++) {
            bed.install(new Meeting(i, method), 0);
        }
        assertThat(bed.launcher.select(auto()).candidates())
                .filteredOn(candidate -> candidate.type().name().startsWith("meeting-"))
                .hasSize(THREE)
                .allMatch(candidate -> candidate.reason().contains("it met the others"));
    }

    @Test
    void whoTheyAre() {
        assertTheyMeet("type");
    }

    @Test
    void plans() {
        assertTheyMeet("plan");
    }

    @Test
    void whetherTheyCanBeLaunched() {
        assertTheyMeet("eligible");
    }

    @Test
    void whetherTheyAdopt() {
        try (Guest guest = bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)) {
            for (int i = 0; i < THREE; i++) {
                ContextSchema own = new ContextSchema("com.example.meeting", i + 1);
                bed.install(
                        new Tampered(new SnpGuestSupport()) {
                            @Override
                            public ContextSchema contextSchema() {
                                return own;
                            }

                            @Override
                            public boolean canAdopt(ContextSchema schema) {
                                meet();
                                return false;
                            }

                            @Override
                            public LaunchContext adopt(LaunchContext older) {
                                throw new IllegalStateException();
                            }
                        },
                        999);
            }
            assertThat(guest.status().ready()).isTrue();
            assertThat(bed.launcher.replacement().infos())
                    .extracting(BackendInfo::failed)
                    .containsOnly(Optional.empty());
        }
    }

    @Test
    void whatListenersHear() {
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < THREE; i++) {
            bed.install(new PlatformListener() {
                @Override
                public void launched(GuestInfo guest, long micros) {
                    meet();
                    synchronized (heard) {
                        heard.add(guest.id());
                    }
                }
            });
        }
        bed.launcher
                .launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)
                .close();
        assertThat(heard).containsExactly("g1", "g1", "g1");
    }
}
