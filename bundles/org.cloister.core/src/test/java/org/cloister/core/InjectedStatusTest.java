// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.launch.LaunchListener;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each status of the firmware at each command of a SEV-SNP launch: it is reported with a remedy, and nothing is left.
 */
class InjectedStatusTest {
    private static final int UNASSIGNED = 0x29;

    private static final List<String> CALLS = calls();

    private static List<String> calls() {
        TestBed bed = TestBed.bare();
        FailingVmm counting = new FailingVmm(bed.platform, -1);
        launch(bed, counting);
        return counting.commands();
    }

    static IntStream statuses() {
        IntStream assigned = Stream.of(FirmwareStatus.values())
                .filter(status -> status != FirmwareStatus.SUCCESS)
                .mapToInt(FirmwareStatus::code);
        return IntStream.concat(assigned, IntStream.of(UNASSIGNED));
    }

    @Test
    void aLaunchHasEveryCommand() {
        assertThat(CALLS).contains("INIT2", "SNP_LAUNCH_START", "SNP_LAUNCH_UPDATE", "SNP_LAUNCH_FINISH");
        assertThat(statuses().count()).isGreaterThanOrEqualTo(55);
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void everyCommandMayBeRefusedWithIt(int status) {
        TestBed bed = TestBed.bare();
        for (int call = 0; call < CALLS.size(); call++) {
            if (!CALLS.get(call).isEmpty()) {
                refused(bed, call, status);
                assertNothingLeft(bed);
            }
        }
    }

    private static void refused(TestBed shared, int call, int status) {
        TestBed bed = TestBed.bare();
        FailingVmm failing = new FailingVmm(shared.platform, call, status);
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> launch(bed, failing))
                .withMessageContaining(CALLS.get(call))
                .withMessageContaining(
                        FirmwareStatus.of(status).map(Enum::name).orElse("unassigned in the firmware ABI"))
                .satisfies(
                        e -> assertThat(e.problem().remedy()).isEqualTo(FirmwareStatus.remedy(CALLS.get(call), status)))
                .satisfies(e -> assertThat(e.problem().remedy()).isNotBlank());
        assertThat(failing.calls()).as("nothing is asked after a refusal").isEqualTo(call + 1);
        assertThat(bed.launcher.guests()).isEmpty();
    }

    private static void launch(TestBed bed, FailingVmm vmm) {
        bed.install(vmm);
        bed.install(new SnpGuestSupport(), 0);
        bed.launcher
                .launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)
                .close();
    }

    private static void assertNothingLeft(TestBed bed) {
        assertThat(List.of(
                        bed.usage().machines(),
                        bed.usage().guests(),
                        bed.usage().asids(),
                        (int) bed.usage().pages()))
                .containsOnly(0);
    }
}
