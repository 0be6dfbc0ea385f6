// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpDebugging;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.status.FirmwareStatus;
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
    private static final int DECOMMISSIONED = 6;
    private static final Pattern CHANGING = Pattern.compile("SNP_(DBG_ENCRYPT|DECOMMISSION|LAUNCH).*");

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SNP_FIRMWARE.cells(SnpFirmwareInStatesTest::check);
    }

    private static void check(Row row, int state) {
        Cell expected = row.cells().get(state);
        long policy = row.command().endsWith("DEBUG clear") ? LaunchFixture.POLICY : DEBUG;
        try (SnpBench bench = reached(state, policy)) {
            String before = bench.situation() + memory(bench, state);
            assertThat(call(bench, row.command())).isEqualTo(List.of(expected.errno(), expected.status()));
            boolean written = expected.done() && CHANGING.matcher(row.command()).matches();
            assertThat(bench.situation() + memory(bench, state)).matches(now -> now.equals(before) != written);
        }
        assertThat(List.of(SHARED.asids(), SHARED.guests(), SHARED.machines())).containsOnly(0);
    }

    private static SnpBench reached(int state, long policy) {
        SnpBench bench = new SnpBench(SHARED, state == DECOMMISSIONED ? RUNNING : state, policy);
        if (state == DECOMMISSIONED) {
            firmware(bench).decommission();
        }
        return bench;
    }

    private static String memory(SnpBench bench, int state) {
        boolean there = state == SnpBench.PAGES_ADDED || state == RUNNING;
        return there ? bench.launch.guestView(SnpBench.SECRETS).hex() : "";
    }

    private static List<Integer> call(SnpBench bench, String row) {
        SnpDebugging debugging = bench.launch.machine.adapt(SnpDebugging.class).orElseThrow();
        long gpa = row.endsWith("a shared page") ? 0x8000 : SnpBench.SECRETS + 0x800;
        try {
            switch (row.replaceAll("(,| with).*", "")) {
                case "SNP_DBG_DECRYPT" -> debugging.debugDecrypt(gpa, 16);
                case "SNP_DBG_ENCRYPT" -> debugging.debugEncrypt(gpa, WORD);
                case "SNP_DECOMMISSION" -> firmware(bench).decommission();
                case "SNP_GUEST_STATUS" -> firmware(bench).status();
                default -> bench.launch.channel.execute(command(bench, row));
            }
            return List.of(0, 0);
        } catch (SevCommandException e) {
            return List.of(e.errno(), e.firmwareStatus());
        }
    }

    private static SevCommand<?> command(SnpBench bench, String row) {
        return switch (row) {
            case "SNP_LAUNCH_START" -> LaunchFixture.startWith(DEBUG);
            case "SNP_LAUNCH_FINISH" -> LaunchFixture.FINISH;
            default ->
                new SnpLaunchUpdate(
                        SnpBench.FREE / LaunchFixture.PAGE, bench.source(), LaunchFixture.PAGE, SnpPageType.NORMAL, 0);
        };
    }

    private static SnpGuestFirmware firmware(SnpBench bench) {
        return bench.launch.machine.adapt(SnpGuestFirmware.class).orElseThrow();
    }

    @Test
    void whoWasDecommissionedIsAnsweredNoRequest() {
        try (SnpBench bench = reached(RUNNING, DEBUG)) {
            Bytes page = Bytes.of(new byte[LaunchFixture.PAGE]);
            assertThat(bench.requests.request(page).firmwareStatus()).isNotEqualTo(FirmwareStatus.INVALID_GUEST.code());
            assertThat(SHARED.guests()).isOne();
            firmware(bench).decommission();
            assertThat(SHARED.guests()).isZero();
            assertThat(bench.requests.request(page).firmwareStatus()).isEqualTo(FirmwareStatus.INVALID_GUEST.code());
        }
        assertThat(List.of(SHARED.asids(), SHARED.guests(), SHARED.machines())).containsOnly(0);
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
