// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.client.VmplPermissions.READ;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.SevFixture.content;

import java.util.List;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.softsev.machine.PageStateChanges.Adjustment;
import org.cloister.softsev.machine.PageStateChanges.RmpAdjust;
import org.cloister.softsev.machine.PageStateChanges.Validation;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries of the reverse map table for 2 MiB: sizes that match and that do not. */
class LargePagesTest {
    private static final long LARGE = 2 << 20;
    private static final long PRIVATE = 1 << 4;

    private final LaunchFixture bench = new LaunchFixture(
            new SoftProcessor(PlatformSettings.DEFAULT), List.of(new MemoryRegion("ram", 0, 4 * LARGE)), 1);
    private final GuestMemory memory = bench.machine.memory();
    private final PageStateChanges changes =
            bench.machine.adapt(PageStateChanges.class).orElseThrow();

    @BeforeEach
    void launch() {
        bench.start();
        bench.channel.execute(FINISH);
        changes.mapGpaRange(LARGE, 2 * LARGE / PAGE, PRIVATE);
    }

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.processor.pages()).isZero();
    }

    @Test
    void aLargePageIsValidatedAtOnce() {
        assertThat(changes.assignLarge(LARGE)).isTrue();
        assertThat(changes.entry(LARGE).large()).isTrue();
        assertThat(changes.pvalidate(LARGE, true, true)).isEqualTo(Validation.CHANGED);
        assertThat(changes.pvalidate(LARGE, true, true)).isEqualTo(Validation.UNCHANGED);
        memory.guestView().write(2 * LARGE - 8, content(8));
        assertThat(memory.guestView().read(2 * LARGE - 8, 8)).isEqualTo(content(8));
        assertThat(changes.pvalidate(LARGE, true, false)).isEqualTo(Validation.CHANGED);
        refused(() -> memory.guestView().read(2 * LARGE - 8, 8));
    }

    @Test
    void smallPagesAreNoLargeOne() {
        assertThat(changes.pvalidate(LARGE, true, true)).isEqualTo(Validation.FAIL_SIZEMISMATCH);
        assertThat(changes.pvalidate(LARGE, false, true)).isEqualTo(Validation.CHANGED);
        assertThat(changes.rmpadjust(new RmpAdjust(LARGE, true, 0, 1, READ, false)))
                .isEqualTo(Adjustment.FAIL_SIZEMISMATCH);
        assertThat(changes.assignLarge(LARGE)).as("the guest has a page there").isFalse();
    }

    @Test
    void aSmallInstructionHasLinuxSplitALargePage() {
        changes.assignLarge(LARGE);
        changes.pvalidate(LARGE, true, true);
        memory.guestView().write(LARGE + 5 * PAGE, content(PAGE));
        assertThat(changes.pvalidate(LARGE + 5 * PAGE, false, false)).isEqualTo(Validation.CHANGED);
        for (long gpa = LARGE; gpa < 2 * LARGE; gpa += PAGE) {
            assertThat(changes.entry(gpa).large()).isFalse();
            assertThat(changes.entry(gpa).gpa()).isEqualTo(gpa);
            assertThat(changes.entry(gpa).validated()).isEqualTo(gpa != LARGE + 5 * PAGE);
        }
        assertThat(changes.pvalidate(LARGE + 5 * PAGE, false, true)).isEqualTo(Validation.CHANGED);
        assertThat(bench.guestView(LARGE + 5 * PAGE)).isEqualTo(content(PAGE));
        assertThat(changes.pvalidate(LARGE, true, true)).isEqualTo(Validation.FAIL_SIZEMISMATCH);
    }

    @Test
    void permissionsAreThoseOfTheWholePage() {
        changes.assignLarge(LARGE);
        changes.pvalidate(LARGE, true, true);
        assertThat(changes.rmpadjust(new RmpAdjust(LARGE, true, 0, 1, READ, false)))
                .isEqualTo(Adjustment.DONE);
        assertThat(changes.view(1).read(2 * LARGE - PAGE, PAGE).isZero()).isTrue();
        assertThat(changes.rmpadjust(new RmpAdjust(LARGE + PAGE, false, 0, 1, 0, false)))
                .isEqualTo(Adjustment.DONE);
        refused(() -> changes.view(1).read(LARGE + PAGE, 1));
        assertThat(changes.view(1).read(LARGE, 1).isZero()).isTrue();
    }

    @Test
    void aPartThatIsSharedSplitsThePage() {
        changes.assignLarge(LARGE);
        changes.pvalidate(LARGE, true, true);
        memory.guestView().write(LARGE, content(PAGE));
        changes.mapGpaRange(LARGE + PAGE, 1, 0);
        assertThat(changes.entry(LARGE).large()).isFalse();
        assertThat(changes.entry(2 * LARGE - PAGE).large()).isFalse();
        assertThat(bench.guestView(LARGE)).isEqualTo(content(PAGE));
    }

    @Test
    void aNeighbourThatIsSharedDoesNotSplitThePage() {
        changes.assignLarge(LARGE);
        changes.mapGpaRange(2 * LARGE, LARGE / PAGE, 0);
        assertThat(changes.entry(LARGE).large()).isTrue();
        assertThat(changes.assignLarge(2 * LARGE)).as("it is shared").isFalse();
        assertThat(changes.assignLarge(LARGE + PAGE))
                .as("not a multiple of 2 MiB")
                .isFalse();
        assertThat(changes.assignLarge(4 * LARGE)).as("outside the memory").isFalse();
    }

    @Test
    void addressesAreMultiplesOfTheSize() {
        changes.assignLarge(LARGE);
        assertThat(changes.pvalidate(LARGE + PAGE, true, true)).isEqualTo(Validation.FAIL_INPUT);
        assertThat(changes.rmpadjust(new RmpAdjust(LARGE + PAGE, true, 0, 1, 0, false)))
                .isEqualTo(Adjustment.FAIL_INPUT);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("memory.refused"));
    }
}
