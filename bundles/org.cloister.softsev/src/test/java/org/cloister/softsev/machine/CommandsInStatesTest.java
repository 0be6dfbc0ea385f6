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
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.ReceiveUpdateData;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
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
    private static final Bytes BYTE = Bytes.of(new byte[1]);

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
        return table.cells((row, column) -> check(type, row, column));
    }

    private static void check(String type, Row row, int column) {
        Cell expected = row.cells().get(column);
        try (SevFixture bench = new SevFixture(type)) {
            int policy = bench.policy(
                    row.command().contains("NOSEND") ? NOSEND : row.command().contains("NODBG") ? NODBG : 0);
            reach(bench, column, policy, row.command().equals("LAUNCH_SECRET"));
            String before = situation(bench, column);
            assertThat(call(bench, row.command(), policy)).isEqualTo(List.of(expected.errno(), expected.status()));
            if (expected.errno() != 0) {
                assertThat(situation(bench, column)).isEqualTo(before);
            }
        }
        assertThat(List.of(SHARED.asids(), SHARED.guests(), SHARED.machines())).containsOnly(0);
        assertThat(SHARED.pages()).isZero();
    }

    private static void reach(SevFixture bench, int column, int policy, boolean session) {
        if (column >= 1) {
            bench.channel.execute(SevFixture.INIT2);
        }
        if (column >= 2) {
            bench.channel.execute(session ? bench.withSession(policy) : SevFixture.withoutSession(policy));
            bench.update(0, content(4096));
        }
        if (column >= 3) {
            bench.measure();
        }
        if (column >= 4) {
            bench.finish();
        }
        if (column == 5) {
            bench.machine.close();
        }
    }

    private static String situation(SevFixture bench, int column) {
        String guest = column >= 2 && column <= 4
                ? bench.channel.execute(new GetGuestStatus()) + " "
                        + bench.host(0, 4096).hex()
                : "none";
        return List.of(guest, SHARED.asids(), SHARED.guests(), SHARED.pages()).toString();
    }

    private static List<Integer> call(SevFixture bench, String name, int policy) {
        Integer unknown = UNKNOWN.get(name);
        return unknown == null
                ? bench.call(command(bench, name.replaceAll(" with .*", ""), policy))
                : bench.call(unknown, 0);
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
            default -> transfer(name, page, policy);
        };
    }

    private static SevCommand<?> transfer(String name, long page, int policy) {
        return switch (name) {
            case "SEND_START, length" -> new SendStart(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, 0);
            case "SEND_START" -> new SendStart(BYTE, BYTE, BYTE, 128);
            case "SEND_UPDATE_DATA, length" -> SendUpdateData.length(page, 4096);
            case "SEND_UPDATE_DATA" -> new SendUpdateData(page, 4096, 52, 4096);
            case "RECEIVE_START" -> new ReceiveStart(0, policy, content(2084), content(128));
            case "RECEIVE_UPDATE_DATA" -> new ReceiveUpdateData(content(52), page, 4096, content(4096));
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
