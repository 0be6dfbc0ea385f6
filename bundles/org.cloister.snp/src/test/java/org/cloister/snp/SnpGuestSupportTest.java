// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPageKinds;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.junit.jupiter.api.Test;

class SnpGuestSupportTest {
    /** Takes one page at a time, as the kernel may when it is interrupted. */
    private static SevChannel pageByPage(SevChannel real) {
        return new SevChannel() {
            @Override
            public <A> A execute(SevCommand<A> command) {
                return command instanceof SnpLaunchUpdate update && update.length() > 4096
                        ? onePage(command, update)
                        : real.execute(command);
            }

            @SuppressWarnings("unchecked")
            private <A> A onePage(SevCommand<A> command, SnpLaunchUpdate update) {
                real.execute(new SnpLaunchUpdate(update.gfnStart(), update.uaddr(), 4096, update.type(), 0));
                return (A)
                        new SnpLaunchUpdate.Rest(update.gfnStart() + 1, update.uaddr() + 4096, update.length() - 4096);
            }
        };
    }

    /** Takes one page at a time, each at the second call only; counts the refusals of each page type. */
    private static SevChannel busyAtEachPage(SevChannel real, Map<SnpPageType, Integer> refusals) {
        SevChannel pageByPage = pageByPage(real);
        Set<Long> refused = new HashSet<>();
        return new SevChannel() {
            @Override
            public <A> A execute(SevCommand<A> command) {
                if (command instanceof SnpLaunchUpdate update && refused.add(update.gfnStart())) {
                    refusals.merge(update.type(), 1, Integer::sum);
                    throw new SevCommandException(command.name(), Errno.EAGAIN, FirmwareStatus.NOT_CALLED);
                }
                return pageByPage.execute(command);
            }
        };
    }

    /** Says of every update that it did nothing. */
    private static SevChannel stuck(SevChannel real) {
        return new SevChannel() {
            @Override
            @SuppressWarnings("unchecked")
            public <A> A execute(SevCommand<A> command) {
                return command instanceof SnpLaunchUpdate update
                        ? (A) new SnpLaunchUpdate.Rest(update.gfnStart(), update.uaddr(), update.length())
                        : real.execute(command);
            }
        };
    }

    @Test
    void platformThatStopsEarlyIsAskedToGoOn() {
        try (TestMachine machine = new TestMachine(SnpGuestSupportTest::pageByPage, true)) {
            LaunchContext context = machine.support.finish(machine.updated(), machine);
            assertThat(machine.support.measure(context, machine).value().value())
                    .isEqualTo(SnpDigest.of(machine.plan));
        }
    }

    /** Pages of all types but VMSA, which only the finish makes. */
    @Test
    void platformThatIsBusyAtEachPageIsAskedAgain() {
        Map<SnpPageType, Integer> refusals = new EnumMap<>(SnpPageType.class);
        try (TestMachine machine = new TestMachine(real -> busyAtEachPage(real, refusals), true)) {
            InitialRange unmeasured = InitialRange.empty("left out", 16 << 20, 0x2000, PageKind.UNMEASURED);
            LaunchContext queued = machine.support.update(machine.updated(), unmeasured, machine);
            LaunchContext context = machine.support.finish(queued, machine);
            LaunchPlan plan = with(machine.plan, unmeasured);
            assertThat(machine.support.measure(context, machine).value().value())
                    .isEqualTo(SnpDigest.of(plan));
            assertThat(refusals).isEqualTo(pages(plan));
            assertThat(refusals.keySet()).isEqualTo(EnumSet.complementOf(EnumSet.of(SnpPageType.VMSA)));
        }
    }

    private static LaunchPlan with(LaunchPlan plan, InitialRange more) {
        List<InitialRange> ranges =
                Stream.concat(plan.ranges().stream(), Stream.of(more)).toList();
        return new LaunchPlan(
                plan.type(),
                plan.memory(),
                ranges,
                plan.vcpus(),
                plan.vcpusMeasured(),
                plan.policy(),
                plan.profile(),
                plan.notes());
    }

    private static Map<SnpPageType, Integer> pages(LaunchPlan plan) {
        return plan.ranges().stream()
                .collect(Collectors.groupingBy(
                        range -> SnpPageKinds.typeOf(range.kind()),
                        Collectors.summingInt(range -> Math.toIntExact(range.size() / GuestMemory.PAGE))));
    }

    @Test
    void platformThatDoesNotGetOnIsRefused() {
        try (TestMachine machine = new TestMachine(SnpGuestSupportTest::stuck, true)) {
            LaunchContext context = machine.updated();
            assertThatThrownBy(() -> machine.support.finish(context, machine))
                    .hasMessageContaining("firmware")
                    .hasMessageContaining("took no page");
        }
    }

    @Test
    void onHardwareNobodyDebugsAndTheReasonIsNamed() {
        try (TestMachine machine = new TestMachine(UnaryOperator.identity(), false)) {
            LaunchContext context = machine.support.finish(machine.updated(Map.of("policy", "0xb0000")), machine);
            long gpa = machine.plan.ranges().get(0).gpa();
            assertThatThrownBy(() -> machine.support.debugRead(context, gpa, 1, machine))
                    .hasMessageContaining("Linux has no call for SNP_DBG_DECRYPT");
            assertThatThrownBy(() -> machine.support.debugWrite(context, gpa, Bytes.ofHex("00"), machine))
                    .hasMessageContaining("Linux has no call for SNP_DBG_DECRYPT");
        }
    }

    @Test
    void measurementIsComputedWherePlatformsDoNotShowTheirs() {
        try (TestMachine machine = new TestMachine(UnaryOperator.identity(), false)) {
            LaunchContext context = machine.support.finish(machine.updated(), machine);
            Measurement measurement = machine.support.measure(context, machine).value();
            assertThat(measurement.source()).isEqualTo(Measurement.Source.COMPUTED);
            assertThat(measurement.value()).isEqualTo(SnpDigest.of(machine.plan));
        }
    }

    @Test
    void measurementBeforeTheFinishIsComputed() {
        try (TestMachine machine = new TestMachine(UnaryOperator.identity(), true)) {
            Measurement before =
                    machine.support.measure(machine.updated(), machine).value();
            assertThat(before.source()).isEqualTo(Measurement.Source.COMPUTED);
            assertThat(before.value()).isEqualTo(SnpDigest.of(machine.plan));
        }
    }

    @Test
    void guestWithASharedPageOfItsLaunchIsNotReady() {
        try (TestMachine machine = new TestMachine(UnaryOperator.identity(), true)) {
            LaunchContext context = machine.support.finish(machine.updated(), machine);
            assertThat(machine.support.status(context, machine).ready()).isTrue();
            InitialRange last = machine.plan.ranges().get(machine.plan.ranges().size() - 1);
            machine.memory().turn(last.gpa(), 4096, Visibility.SHARED, Turn.LAUNCH_UPDATE);
            GuestStatus status = machine.support.status(context, machine);
            assertThat(status.ready()).isFalse();
            assertThat(status.detail()).contains("0x" + Long.toHexString(last.gpa()));
        }
    }

    @Test
    void pageThatTheGuestSharesIsItsOwnAffair() {
        try (TestMachine machine = new TestMachine(UnaryOperator.identity(), true)) {
            LaunchContext context = machine.support.finish(machine.updated(), machine);
            long gpa = machine.plan.ranges().get(1).gpa();
            machine.memory().turn(gpa, 4096, Visibility.SHARED, Turn.PAGE_STATE_CHANGE);
            assertThat(machine.support.status(context, machine).ready()).isTrue();
        }
    }

    @Test
    void statesGoByQemusWords() {
        try (TestMachine machine = new TestMachine(UnaryOperator.identity(), true)) {
            LaunchContext first = machine.support.init(TestMachine.REQUEST, machine.plan, machine);
            assertThat(machine.support.status(first, machine).state()).isEqualTo("uninit");
            LaunchContext started = machine.support.start(first, machine);
            assertThat(machine.support.status(started, machine).state()).isEqualTo("launch-update");
            assertThat(machine.support.status(started, machine).ready()).isFalse();
        }
    }

    @Test
    void onlyItsOwnSchemaIsAdopted() {
        SnpGuestSupport support = new SnpGuestSupport();
        assertThat(support.canAdopt(support.contextSchema())).isTrue();
        assertThat(support.canAdopt(new ContextSchema("org.cloister.snp", 2))).isFalse();
        assertThat(support.canAdopt(new ContextSchema("org.example", 1))).isFalse();
    }
}
