// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.GetId;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PekCsr;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.api.Bytes;
import org.cloister.softsev.machine.CallerMemory;
import org.cloister.softsev.model.CpuidPages;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.HostSettings;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformInit;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.table.CommandTable;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every cell of the platform's table: the command, as bytes, in that state. */
class PlatformCommandsInStatesTest {
    private static final CommandTable TABLE = Tables.PLATFORM;

    @TestFactory
    Stream<DynamicTest> cells() {
        return TABLE.cells(PlatformCommandsInStatesTest::check);
    }

    private static void check(Row row, int column) {
        Cell expected = row.cells().get(column);
        String state = TABLE.states().get(column);
        SoftProcessor processor = Platforms.fresh(settings(state));
        boolean imports = row.command().equals("PEK_CERT_IMPORT");
        PlatformCommand<?> command = imports ? Platforms.takeOver(processor) : command(processor, row.command());
        reach(processor, state);
        // Whatever asks the firmware initialises it, so that nothing is checked before that.
        boolean compared = expected.errno() != 0 && !state.startsWith("UNINIT");
        String before = compared ? situation(processor) : "";
        List<Integer> answer = call(processor, command, !state.endsWith("read only"));
        assertThat(answer).isEqualTo(List.of(expected.errno(), expected.status()));
        if (compared) {
            assertThat(situation(processor)).isEqualTo(before);
        }
    }

    private static PlatformSettings settings(String state) {
        if (state.startsWith("UNINIT")) {
            return OtherPlatforms.on(new HostSettings(PlatformInit.COMMAND, CpuidPages.STRICT));
        }
        return state.endsWith("without SNP") ? Platforms.WITHOUT_SNP : PlatformSettings.DEFAULT;
    }

    private static void reach(SoftProcessor processor, String state) {
        if (state.startsWith("UNINIT") && processor.platform().status().stateCode() != 0) {
            // The request for an import initialised it, and there is no other way to get one.
            return;
        }
        if (state.endsWith("owned")) {
            processor.commands().execute(Platforms.takeOver(processor));
        }
        if (state.equals("WORKING")) {
            Platforms.guest(processor, 0);
        }
    }

    private static String situation(SoftProcessor processor) {
        return processor.platform().status() + " " + processor.platform().pdhCertificate();
    }

    private static PlatformCommand<?> command(SoftProcessor processor, String name) {
        return switch (name) {
            case "PLATFORM_STATUS" -> new GetPlatformStatus();
            case "PEK_CSR, length" -> PekCsr.LENGTH;
            case "PEK_CSR" -> new PekCsr(2084);
            case "PDH_CERT_EXPORT, length" -> PdhCertExport.LENGTH;
            case "PDH_CERT_EXPORT, short" -> new PdhCertExport(2084, 6251);
            case "PDH_CERT_EXPORT" -> new PdhCertExport(2084, 6252);
            case "GET_ID" -> new GetId();
            case "GET_ID2, length" -> GetId2.LENGTH;
            case "GET_ID2" -> new GetId2(64);
            case "SNP_PLATFORM_STATUS" -> new GetSnpPlatformStatus();
            case "SNP_SET_CONFIG" -> new SnpSetConfig(0, 0);
            case "SNP_VLEK_LOAD" ->
                new SnpVlekLoad(new Authorities(processor.platform(), processor.attestation(), Platforms.RANDOM)
                        .wrapVlek(Bytes.of(new byte[384]), EmulatedGeneration.GENOA.tcb()));
            default -> BarePlatformCommand.valueOf(name);
        };
    }

    private static List<Integer> call(SoftProcessor processor, PlatformCommand<?> command, boolean writable) {
        DeviceCall device = new DeviceCall(processor, new CallerMemory());
        DeviceCall.Answer answer = device.call(command, writable);
        if (answer.errno() != 0 && writable) {
            assertLengths(command, answer.struct());
        }
        return List.of(answer.errno(), answer.status());
    }

    private static void assertLengths(PlatformCommand<?> refused, Bytes struct) {
        if (refused instanceof PdhCertExport) {
            assertThat(List.of(struct.buffer().getInt(8), struct.buffer().getInt(20)))
                    .containsExactly(2084, 6252);
        } else if (refused instanceof PekCsr) {
            assertThat(struct.buffer().getInt(8)).isEqualTo(2084);
        } else if (refused instanceof GetId2) {
            assertThat(struct.buffer().getInt(8)).isEqualTo(64);
        }
    }
}
