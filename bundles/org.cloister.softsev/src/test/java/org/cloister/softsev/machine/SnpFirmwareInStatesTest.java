// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpDebugging;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.SnpGuestFirmware;
import org.cloister.softsev.client.SnpGuestStatus;
import org.cloister.softsev.client.SnpGuestStatus.State;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The firmware's typed commands about a guest in each of its states; one that is refused has changed nothing. */
class SnpFirmwareInStatesTest {
    private static final SoftProcessor SHARED = new SoftProcessor(PlatformSettings.DEFAULT);
    private static final long DEBUG = LaunchFixture.POLICY | 1L << SnpPolicyBit.DEBUG.bit();
    private static final Bytes WORD = Bytes.ofHex("c0ffee");
    private static final int RUNNING = 4;

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SNP_FIRMWARE.cells(SnpFirmwareInStatesTest::check);
    }

    private static void check(Row row, int state) {
        Cell expected = row.cells().get(state);
        long policy = row.command().endsWith("DEBUG clear") ? LaunchFixture.POLICY : DEBUG;
        try (SnpBench bench = new SnpBench(SHARED, state, policy)) {
            String before = bench.situation() + memory(bench, state);
            assertThat(call(bench, row.command())).isEqualTo(List.of(expected.errno(), expected.status()));
            boolean written = expected.done() && row.command().startsWith("SNP_DBG_ENCRYPT");
            assertThat(bench.situation() + memory(bench, state)).matches(now -> now.equals(before) != written);
        }
        assertThat(List.of(SHARED.asids(), SHARED.guests(), SHARED.machines())).containsOnly(0);
    }

    private static String memory(SnpBench bench, int state) {
        boolean there = state == SnpBench.PAGES_ADDED || state == RUNNING;
        return there ? bench.launch.guestView(SnpBench.SECRETS).hex() : "";
    }

    private static List<Integer> call(SnpBench bench, String row) {
        SnpDebugging debugging = bench.launch.machine.adapt(SnpDebugging.class).orElseThrow();
        long gpa = row.endsWith("a shared page") ? 0x8000 : SnpBench.SECRETS + 0x800;
        try {
            if (row.startsWith("SNP_DBG_DECRYPT")) {
                debugging.debugDecrypt(gpa, 16);
            } else if (row.startsWith("SNP_DBG_ENCRYPT")) {
                debugging.debugEncrypt(gpa, WORD);
            } else {
                firmware(bench).status();
            }
            return List.of(0, 0);
        } catch (SevCommandException e) {
            return List.of(e.errno(), e.firmwareStatus());
        }
    }

    private static SnpGuestFirmware firmware(SnpBench bench) {
        return bench.launch.machine.adapt(SnpGuestFirmware.class).orElseThrow();
    }

    @Test
    void theStatusFollowsTheLaunch() {
        try (SnpBench bench = new SnpBench(SHARED, SnpBench.PAGES_ADDED)) {
            SnpGuestStatus launching = firmware(bench).status();
            assertThat(launching)
                    .isEqualTo(new SnpGuestStatus(LaunchFixture.POLICY, launching.asid(), State.LAUNCH, false));
            assertThat(launching.asid()).isBetween(1, PlatformSettings.DEFAULT.snpAsids());
            SnpLaunchFinish finish = LaunchFixture.FINISH;
            bench.launch.channel.execute(new SnpLaunchFinish(finish.idBlock(), false, true, finish.hostData(), 0));
            assertThat(firmware(bench).status())
                    .isEqualTo(new SnpGuestStatus(LaunchFixture.POLICY, launching.asid(), State.RUNNING, true));
        }
    }
}
