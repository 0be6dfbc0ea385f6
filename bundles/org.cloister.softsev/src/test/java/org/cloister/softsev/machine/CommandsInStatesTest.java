// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.SevFixture.SHARED;
import static org.cloister.softsev.machine.SevFixture.content;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.DebugDecrypt;
import org.cloister.amd.channel.DebugEncrypt;
import org.cloister.amd.channel.GetAttestationReport;
import org.cloister.amd.channel.GetGuestStatus;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.page.SnpPageType;
import org.cloister.softsev.table.CommandTable;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every cell of the tables: the command, as bytes, in that state; one that is refused has changed nothing. */
class CommandsInStatesTest {
    private static final int NOSEND = 0x8;
    private static final int NODBG = 0x1;

    /** The states of a guest that is launched here, in their order. */
    private static final List<String> LAUNCHED =
            List.of("LAUNCH_UPDATE", "LAUNCH_SECRET", "RUNNING", "SEND_UPDATE", "SENT");

    private static final Map<String, Integer> UNKNOWN = Map.of(
            "SEND_UPDATE_VMSA (10)", 10, "RECEIVE_UPDATE_VMSA (14)", 14, "CERT_EXPORT (19)", 19, "unassigned (23)", 23);

    @TestFactory
    Stream<DynamicTest> sev() {
        return cells("sev", Tables.SEV);
    }

    @TestFactory
    Stream<DynamicTest> sevEs() {
        return cells("sev-es", Tables.SEV_ES);
    }

    private static Stream<DynamicTest> cells(String type, CommandTable table) {
        return table.cells((row, column) -> check(type, table, row, column));
    }

    private static void check(String type, CommandTable table, Row row, int column) {
        Cell expected = row.cells().get(column);
        String state = table.states().get(column);
        try (SevFixture bench = new SevFixture(type)) {
            int policy = bench.policy(
                    row.command().contains("NOSEND") ? NOSEND : row.command().contains("NODBG") ? NODBG : 0);
            reach(bench, state, policy, row.command().equals("LAUNCH_SECRET"));
            String before = situation(bench, state);
            assertThat(call(bench, row.command(), policy)).isEqualTo(List.of(expected.errno(), expected.status()));
            if (expected.errno() != 0) {
                assertThat(situation(bench, state)).isEqualTo(before);
            }
        }
        assertThat(List.of(SHARED.asids(), SHARED.guests(), SHARED.machines())).containsOnly(0);
        assertThat(SHARED.pages()).isZero();
    }

    private static void reach(SevFixture bench, String state, int policy, boolean session) {
        if (!state.equals("CREATED")) {
            bench.channel.execute(SevFixture.INIT2);
        }
        if (state.equals("RECEIVE_UPDATE")) {
            bench.channel.execute(bench.receiving(policy));
        } else if (LAUNCHED.contains(state)) {
            bench.channel.execute(session ? bench.withSession(policy) : SevFixture.withoutSession(policy));
            bench.update(0, content(4096));
            launch(bench, LAUNCHED.indexOf(state));
        } else if (state.equals("CLOSED")) {
            bench.machine.close();
        }
    }

    private static void launch(SevFixture bench, int how) {
        if (how >= LAUNCHED.indexOf("LAUNCH_SECRET")) {
            bench.updateVmsa();
            bench.measure();
        }
        if (how >= LAUNCHED.indexOf("RUNNING")) {
            bench.finish();
        }
        if (how >= LAUNCHED.indexOf("SEND_UPDATE")) {
            bench.channel.execute(bench.sendToItself());
        }
        if (how >= LAUNCHED.indexOf("SENT")) {
            bench.channel.execute(BareSevCommand.SEND_FINISH);
        }
    }

    private static String situation(SevFixture bench, String state) {
        String guest = LAUNCHED.contains(state) || state.equals("RECEIVE_UPDATE")
                ? bench.channel.execute(new GetGuestStatus()) + " "
                        + bench.host(0, 8192).hex()
                : "none";
        return List.of(guest, SHARED.asids(), SHARED.guests(), SHARED.pages()).toString();
    }

    private static List<Integer> call(SevFixture bench, String name, int policy) {
        Integer unknown = UNKNOWN.get(name);
        if (unknown != null) {
            return bench.call(unknown, 0);
        }
        return name.endsWith(", typed")
                ? typed(bench, name)
                : bench.call(command(bench, name.replaceAll(" with .*", ""), policy));
    }

    private static List<Integer> typed(SevFixture bench, String name) {
        SevCommand<?> command = name.startsWith("SEND") ? new SendUpdateVmsa(0) : bench.vmsa(0, new byte[4096]);
        try {
            bench.channel.execute(command);
            return List.of(0, 0);
        } catch (SevCommandException e) {
            return List.of(e.errno(), e.firmwareStatus());
        }
    }

    private static SevCommand<?> command(SevFixture bench, String name, int policy) {
        long page = SevAddresses.of(0x1000);
        return switch (name) {
            case "INIT2" -> SevFixture.INIT2;
            case "LAUNCH_START" -> SevFixture.withoutSession(policy);
            case "LAUNCH_UPDATE_DATA" -> new LaunchUpdateData(page, 4096);
            case "LAUNCH_SECRET" -> secret(bench, policy);
            case "LAUNCH_MEASURE, length" -> LaunchMeasure.LENGTH;
            case "LAUNCH_MEASURE" -> SevFixture.MEASURE;
            case "GUEST_STATUS" -> new GetGuestStatus();
            case "DBG_DECRYPT" -> new DebugDecrypt(page, 32);
            case "DBG_ENCRYPT" -> new DebugEncrypt(content(32), page);
            case "GET_ATTESTATION_REPORT, length" -> GetAttestationReport.length(content(16));
            case "GET_ATTESTATION_REPORT" -> new GetAttestationReport(content(16), 208);
            case "SNP_LAUNCH_START" -> LaunchFixture.START;
            case "SNP_LAUNCH_UPDATE" -> new SnpLaunchUpdate(1, page, 4096, SnpPageType.ZERO, 0);
            case "SNP_LAUNCH_FINISH" -> LaunchFixture.FINISH;
            default -> transfer(bench, name, page, policy);
        };
    }

    private static SevCommand<?> transfer(SevFixture bench, String name, long page, int policy) {
        return switch (name) {
            case "SEND_START, length" -> SendStart.LENGTH;
            case "SEND_START" -> bench.sendToItself();
            case "SEND_UPDATE_DATA, length" -> SendUpdateData.length(page, 4096);
            case "SEND_UPDATE_DATA" -> new SendUpdateData(page, 4096, 52, 4096);
            case "RECEIVE_START" -> bench.receiving(policy);
            case "RECEIVE_UPDATE_DATA" -> bench.data(page, new byte[4096]);
            default -> BareSevCommand.valueOf(name);
        };
    }

    private static SevCommand<?> secret(SevFixture bench, int policy) {
        if (bench.owner() == null) {
            bench.withSession(policy);
        }
        return bench.secret(SevAddresses.GPA, new byte[32]);
    }
}
