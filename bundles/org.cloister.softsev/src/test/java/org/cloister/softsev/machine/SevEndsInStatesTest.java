// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.SevFixture.content;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.channel.DebugDecrypt;
import org.cloister.amd.channel.GetGuestStatus;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.softsev.client.FirmwareCommands;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The firmware ends a guest of SEV by its handle; what is left gives everything back with its machine. */
class SevEndsInStatesTest {
    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SEV_ENDS.cells(SevEndsInStatesTest::check);
    }

    private static void check(Row row, int column) {
        Cell expected = row.cells().get(column);
        String state = Tables.SEV_ENDS.states().get(column);
        SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT);
        try (SevFixture bench = new SevFixture(processor, "sev", 1);
                SevFixture other = new SevFixture(processor, "sev", 1)) {
            int handle = reach(bench, state, processor.firmwareCommands());
            if (state.endsWith("another lives")) {
                other.channel.execute(SevFixture.INIT2);
                other.channel.execute(SevFixture.withoutSession(0));
                // The lowest free handle is the one that became free
                assertThat(other.channel.execute(new GetGuestStatus()).handle()).isEqualTo(handle);
                handle = handle + 1;
            }
            assertThat(call(bench, row.command(), handle, processor.firmwareCommands()))
                    .isEqualTo(List.of(expected.errno(), expected.status()));
        }
        assertThat(List.of(processor.asids(), processor.guests(), processor.machines()))
                .containsOnly(0);
        assertThat(processor.pages()).isZero();
    }

    private static int reach(SevFixture bench, String state, FirmwareCommands firmware) {
        bench.channel.execute(SevFixture.INIT2);
        if (state.equals("NO GUEST")) {
            return 1;
        }
        bench.channel.execute(SevFixture.withoutSession(0));
        bench.update(0, content(4096));
        int handle = bench.channel.execute(new GetGuestStatus()).handle();
        if (state.equals("RUNNING") || state.endsWith("had run") || state.startsWith("DECOMMISSIONED")) {
            bench.measure();
            bench.finish();
        }
        if (state.startsWith("DE")) {
            firmware.deactivate(handle);
        }
        if (state.startsWith("DECOMMISSIONED")) {
            firmware.decommission(handle);
        }
        return handle;
    }

    private static List<Integer> call(SevFixture bench, String row, int handle, FirmwareCommands firmware) {
        long page = SevAddresses.of(0x1000);
        try {
            switch (row) {
                case "DEACTIVATE" -> firmware.deactivate(handle);
                case "DECOMMISSION" -> firmware.decommission(handle);
                case "DF_FLUSH" -> firmware.flush();
                case "GUEST_STATUS" -> bench.channel.execute(new GetGuestStatus());
                case "LAUNCH_UPDATE_DATA" -> bench.channel.execute(new LaunchUpdateData(page, 4096));
                default -> bench.channel.execute(new DebugDecrypt(page, 32));
            }
            return List.of(0, 0);
        } catch (SevCommandException e) {
            return List.of(e.errno(), e.firmwareStatus());
        }
    }
}
