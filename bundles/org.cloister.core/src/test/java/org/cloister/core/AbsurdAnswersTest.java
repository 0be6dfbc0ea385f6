// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PageKind;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A backend whose answers nobody could use: each is refused by name before anything is made of it. */
class AbsurdAnswersTest {
    private static final int MANY = 10_000_000;

    private final TestBed bed = TestBed.bare();

    private static Arguments plan(String told, UnaryOperator<LaunchPlan> absurd) {
        return Arguments.of(told, absurd);
    }

    private static LaunchPlan memory(LaunchPlan plan, MemoryRegion... regions) {
        return with(plan, List.of(regions), plan.ranges(), plan.vcpus());
    }

    private static LaunchPlan ranges(LaunchPlan plan, InitialRange... more) {
        List<InitialRange> ranges = new ArrayList<>(plan.ranges());
        ranges.addAll(List.of(more));
        return with(plan, plan.memory(), ranges, plan.vcpus());
    }

    private static LaunchPlan with(
            LaunchPlan plan, List<MemoryRegion> memory, List<InitialRange> ranges, List<VcpuState> vcpus) {
        return new LaunchPlan(plan.type(), memory, ranges, vcpus, true, plan.policy(), plan.profile(), plan.notes());
    }

    private static InitialRange range(long gpa) {
        return InitialRange.empty("odd", gpa, 4096, PageKind.ZERO);
    }

    private static Stream<Arguments> plans() {
        VcpuState first = VcpuState.of(0, Map.of());
        MemoryRegion low = new MemoryRegion("low", 0, 8192);
        return Stream.of(
                plan(
                        "another type",
                        plan -> new LaunchPlan(
                                new GuestType("other"),
                                plan.memory(),
                                plan.ranges(),
                                plan.vcpus(),
                                true,
                                plan.policy(),
                                "",
                                List.of())),
                plan("without memory", AbsurdAnswersTest::memory),
                plan("region high at", plan -> memory(plan, low, new MemoryRegion("high", 4096, 4096))),
                plan("bytes of memory", plan -> memory(plan, new MemoryRegion("all", 0, 1L << 50))),
                plan("without a vCPU", plan -> with(plan, plan.memory(), plan.ranges(), List.of())),
                plan("numbered", plan -> with(plan, plan.memory(), plan.ranges(), List.of(first, first))),
                plan(
                        "3000000 vCPUs",
                        plan -> with(plan, plan.memory(), plan.ranges(), Collections.nCopies(3_000_000, first))),
                plan("range odd at", plan -> ranges(plan, range(1L << 45))),
                plan("range odd at", plan -> ranges(plan, range(-4096))),
                plan("range odd at", plan -> ranges(plan, range(Long.MAX_VALUE - 4095))),
                plan("overlaps", plan -> ranges(plan, range(0x5000), range(0x5000))),
                plan(
                        MANY + " ranges",
                        plan -> with(plan, plan.memory(), Collections.nCopies(MANY, range(0)), plan.vcpus())),
                plan(
                        "1000000 notes",
                        plan -> new LaunchPlan(
                                plan.type(),
                                plan.memory(),
                                plan.ranges(),
                                plan.vcpus(),
                                true,
                                plan.policy(),
                                plan.profile(),
                                Collections.nCopies(1_000_000, "note"))));
    }

    private static Tampered planning(UnaryOperator<LaunchPlan> absurd) {
        return new Tampered(new SnpGuestSupport()) {
            @Override
            public LaunchPlan plan(GuestRequest request) {
                return absurd.apply(super.plan(request));
            }
        };
    }

    private Guest launch(Tampered backend) {
        bed.install(bed.platform);
        bed.install(backend, 0);
        return bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanThatCannotBeCarriedOutIsRefused(String told, UnaryOperator<LaunchPlan> absurd) {
        refused(planning(absurd), "plan.invalid", told);
    }

    private void refused(Tampered backend, String code, String told) {
        assertThatThrownBy(() -> launch(backend)).isInstanceOfSatisfying(CloisterException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().message()).contains("test backend", told);
        });
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
    }

    /** Alignment is a matter of the type's, which says so in its own words before anything is put in. */
    @Test
    void rangesThatAreNotAlignedAreTheTypesMatter() {
        assertThatThrownBy(() -> launch(planning(plan -> ranges(plan, range(0x5008)))))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().code()).isNotEqualTo("plan.invalid");
                    assertThat(e.problem().message()).contains("0x5008");
                });
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
    }

    @Test
    void aContextThatIsTooLargeIsRefused() {
        ContextValue large = new ContextValue.Blob(Bytes.of(new byte[200 << 20]));
        refused(
                new Tampered(new SnpGuestSupport()) {
                    @Override
                    LaunchContext after(String operation, LaunchContext answer) {
                        return answer.with("large", large);
                    }
                },
                "backend.context",
                "too large");
    }

    @Test
    void aDigestThatIsNoneIsRefused() {
        refused(
                new Tampered(new SnpGuestSupport()) {
                    @Override
                    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
                        Bytes large = Bytes.of(new byte[100 << 20]);
                        return new Outcome<>(context, Measurement.of("SHA-384", large, Measurement.Source.COMPUTED));
                    }
                },
                "vendor.defect",
                "a digest of 104857600 bytes");
    }

    @Test
    void notesReachNoTerminalAsTheyAre() {
        Tampered backend = planning(plan -> plan.noted("red \u001b[31m, a line\nmore, \u202eturned"));
        try (Guest guest = launch(backend)) {
            assertThat(guest.report().plan().notes()).last().isEqualTo("red  [31m, a line more,  turned");
        }
    }
}
