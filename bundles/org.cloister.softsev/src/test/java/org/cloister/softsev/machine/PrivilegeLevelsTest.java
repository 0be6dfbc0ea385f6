// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.client.VmplPermissions.ALL;
import static org.cloister.softsev.client.VmplPermissions.READ;
import static org.cloister.softsev.client.VmplPermissions.WRITE;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.SevFixture.content;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.MemoryView;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.VmplPermissions;
import org.cloister.softsev.machine.PageStateChanges.Adjustment;
import org.cloister.softsev.machine.PageStateChanges.RmpAdjust;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** RMPADJUST, and what privilege levels may do with pages. */
class PrivilegeLevelsTest {
    private static final long LAUNCHED = 0x1000;
    private static final long FREE = 0x8000;
    private static final long PRIVATE = 1 << 4;

    private final LaunchFixture bench = LaunchFixture.started(new SoftProcessor(PlatformSettings.DEFAULT), 1);
    private final PageStateChanges changes =
            bench.machine.adapt(PageStateChanges.class).orElseThrow();

    @BeforeEach
    void launch() {
        bench.put(SnpPageType.NORMAL, LAUNCHED, content(PAGE));
        bench.channel.execute(FINISH);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aPageIsLevelZerosAlone() {
        assertThat(changes.entry(LAUNCHED).permissions()).isEqualTo(VmplPermissions.ASSIGNED);
        assertThat(changes.view(0).read(LAUNCHED, PAGE)).isEqualTo(content(PAGE));
        for (int vmpl = 1; vmpl < VmplPermissions.LEVELS; vmpl++) {
            MemoryView view = changes.view(vmpl);
            refused(() -> view.read(LAUNCHED, 1));
            refused(() -> view.write(LAUNCHED, content(1)));
            assertThat(view.read(FREE, PAGE).isZero())
                    .as("shared pages have no levels")
                    .isTrue();
        }
    }

    @TestFactory
    Stream<DynamicTest> eachMaskAllowsWhatItSays() {
        return IntStream.rangeClosed(0, ALL)
                .mapToObj(mask -> DynamicTest.dynamicTest("mask " + mask, () -> {
                    assertThat(adjust(0, 2, mask, false)).isEqualTo(Adjustment.DONE);
                    MemoryView view = changes.view(2);
                    check((mask & READ) != 0, () -> view.read(LAUNCHED, 1));
                    check((mask & WRITE) != 0, () -> view.write(LAUNCHED, content(1)));
                    refused(() -> changes.view(1).read(LAUNCHED, 1));
                    refused(() -> changes.view(3).read(LAUNCHED, 1));
                }));
    }

    @Test
    void aLevelGivesLessPrivilegedOnesWhatItHas() {
        assertThat(adjust(0, 1, READ | WRITE, false)).isEqualTo(Adjustment.DONE);
        assertThat(adjust(1, 2, READ, false)).isEqualTo(Adjustment.DONE);
        assertThat(adjust(2, 3, WRITE, false)).isEqualTo(Adjustment.FAIL_PERMISSION);
        assertThat(adjust(1, 3, ALL, false)).isEqualTo(Adjustment.FAIL_PERMISSION);
        assertThat(adjust(1, 1, READ, false)).isEqualTo(Adjustment.FAIL_PERMISSION);
        assertThat(adjust(2, 1, 0, false)).isEqualTo(Adjustment.FAIL_PERMISSION);
        assertThat(adjust(0, 4, READ, false)).isEqualTo(Adjustment.FAIL_PERMISSION);
        assertThat(adjust(0, 3, ALL + 1, false)).isEqualTo(Adjustment.FAIL_PERMISSION);
        assertThat(changes.entry(LAUNCHED).permissions()).isEqualTo(new VmplPermissions(ALL, READ | WRITE, READ, 0));
    }

    @Test
    void whetherRegistersAreInAPageIsLevelZerosToSay() {
        assertThat(adjust(0, 1, ALL, true)).isEqualTo(Adjustment.DONE);
        assertThat(changes.entry(LAUNCHED).vmsa()).isTrue();
        assertThat(adjust(1, 2, 0, false)).isEqualTo(Adjustment.DONE);
        assertThat(changes.entry(LAUNCHED).vmsa()).isTrue();
        assertThat(adjust(0, 1, ALL, false)).isEqualTo(Adjustment.DONE);
        assertThat(changes.entry(LAUNCHED).vmsa()).isFalse();
    }

    @Test
    void onlyAValidatedPageOfItsOwnCanBeAdjusted() {
        RmpEntry before = changes.entry(LAUNCHED);
        refused(() -> changes.rmpadjust(new RmpAdjust(FREE, false, 0, 1, READ, false)));
        changes.mapGpaRange(FREE, 1, PRIVATE);
        refused(() -> changes.rmpadjust(new RmpAdjust(FREE, false, 0, 1, READ, false)));
        assertThat(changes.rmpadjust(new RmpAdjust(LAUNCHED + 1, false, 0, 1, READ, false)))
                .isEqualTo(Adjustment.FAIL_INPUT);
        assertThat(changes.entry(LAUNCHED)).isEqualTo(before);
    }

    @Test
    void aPageThatComesBackIsLevelZerosAgain() {
        adjust(0, 1, ALL, true);
        changes.mapGpaRange(LAUNCHED, 1, 0);
        changes.mapGpaRange(LAUNCHED, 1, PRIVATE);
        assertThat(changes.entry(LAUNCHED).permissions()).isEqualTo(VmplPermissions.ASSIGNED);
        assertThat(changes.entry(LAUNCHED).vmsa()).isFalse();
    }

    @Test
    void permissionsStayWhenAPageIsWritten() {
        Random random = new Random(7);
        adjust(0, 1, READ | WRITE, false);
        for (int i = 0; i < 20; i++) {
            changes.view(random.nextInt(2)).write(LAUNCHED + random.nextInt(PAGE), content(1));
        }
        assertThat(changes.entry(LAUNCHED).permissions()).isEqualTo(new VmplPermissions(ALL, READ | WRITE, 0, 0));
    }

    private Adjustment adjust(int current, int target, int mask, boolean vmsa) {
        return changes.rmpadjust(new RmpAdjust(LAUNCHED, false, current, target, mask, vmsa));
    }

    private static void check(boolean allowed, ThrowingCallable access) throws Exception {
        if (allowed) {
            assertThatNoFault(access);
        } else {
            refused(access);
        }
    }

    private static void assertThatNoFault(ThrowingCallable access) {
        org.assertj.core.api.Assertions.assertThatNoException().isThrownBy(access);
    }

    private static void refused(ThrowingCallable call) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("memory.refused"));
    }
}
