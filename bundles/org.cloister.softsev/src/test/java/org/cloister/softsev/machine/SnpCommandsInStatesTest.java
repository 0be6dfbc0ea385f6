// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.POLICY;
import static org.cloister.softsev.machine.LaunchFixture.START;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every cell of the table of SEV-SNP: the command, as bytes, in that state; one that is refused has changed nothing.
 */
class SnpCommandsInStatesTest {
    private static final SoftProcessor SHARED = new SoftProcessor(PlatformSettings.DEFAULT);
    private static final long NEWER_ABI = POLICY | 0xffff;

    private static final int FINISH_ID = 102;
    private static final int FINISH_SIZE = 88;
    private static final long NOWHERE = 1L << 56;
    private static final Set<String> MEASURES = Set.of(
            "SNP_LAUNCH_FINISH, unreadable ID block",
            "SNP_LAUNCH_FINISH, unreadable auth",
            "SNP_LAUNCH_FINISH, ID block at 0");
    private static final Set<Integer> LAUNCHING = Set.of(SnpBench.PAGES_ADDED - 1, SnpBench.PAGES_ADDED);

    /** The numbers of the commands below 100, in their order. */
    private static final List<String> LEGACY = List.of(
            "INIT",
            "ES_INIT",
            "LAUNCH_START",
            "LAUNCH_UPDATE_DATA",
            "LAUNCH_UPDATE_VMSA",
            "LAUNCH_SECRET",
            "LAUNCH_MEASURE",
            "LAUNCH_FINISH",
            "SEND_START",
            "SEND_UPDATE_DATA",
            "SEND_UPDATE_VMSA (10)",
            "SEND_FINISH",
            "RECEIVE_START",
            "RECEIVE_UPDATE_DATA",
            "RECEIVE_UPDATE_VMSA (14)",
            "RECEIVE_FINISH",
            "GUEST_STATUS",
            "DBG_DECRYPT",
            "DBG_ENCRYPT",
            "CERT_EXPORT (19)",
            "GET_ATTESTATION_REPORT",
            "SEND_CANCEL",
            "INIT2",
            "unassigned (23)");

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SEV_SNP.cells(SnpCommandsInStatesTest::check);
    }

    private static void check(Row row, int state) {
        Cell expected = row.cells().get(state);
        try (SnpBench bench = new SnpBench(SHARED, state)) {
            String before = bench.situation();
            assertThat(call(bench, row.command())).isEqualTo(List.of(expected.errno(), expected.status()));
            if (MEASURES.contains(row.command()) && LAUNCHING.contains(state)) {
                assertThat(bench.launch.digest())
                        .as("Linux measures the processors before it reads the ID block")
                        .isEqualTo(withProcessor(state));
            } else if (!expected.done()) {
                assertThat(bench.situation()).isEqualTo(before);
            }
        }
        assertThat(List.of(SHARED.asids(), SHARED.guests(), SHARED.machines())).containsOnly(0);
        assertThat(SHARED.pages()).isZero();
    }

    private static List<Integer> call(SnpBench bench, String name) {
        int legacy = LEGACY.indexOf(name);
        return switch (name) {
            case "INIT2" -> bench.call(LaunchFixture.INIT);
            case "SNP_ENABLE_REQ_CERTS" -> bench.call(103, Bytes.EMPTY);
            case "unassigned (104)" -> bench.call(104, Bytes.EMPTY);
            case "SNP_LAUNCH_FINISH, unreadable ID block" -> bench.call(FINISH_ID, finish(NOWHERE, NOWHERE, 0));
            case "SNP_LAUNCH_FINISH, unreadable auth" ->
                bench.call(FINISH_ID, finish(bench.place(new byte[IdBlock.SIZE]), NOWHERE, 0));
            case "SNP_LAUNCH_FINISH, ID block at 0" -> bench.call(FINISH_ID, finish(0, NOWHERE, 0));
            case "SNP_LAUNCH_FINISH, flags and no block" -> bench.call(FINISH_ID, finish(NOWHERE, NOWHERE, 1));
            default -> legacy >= 0 ? bench.call(legacy, Bytes.EMPTY) : bench.call(command(bench, name));
        };
    }

    private static SevCommand<?> command(SnpBench bench, String name) {
        return switch (name) {
            case "SNP_LAUNCH_START" -> START;
            case "SNP_LAUNCH_START, flags" -> new SnpLaunchStart(POLICY, START.gosvw(), 1);
            case "SNP_LAUNCH_START, policy bit 17 clear" -> LaunchFixture.startWith(0x10000);
            case "SNP_LAUNCH_START, newer minimum ABI" -> LaunchFixture.startWith(NEWER_ABI);
            case "SNP_LAUNCH_UPDATE" -> update(bench, PAGE, 0);
            case "SNP_LAUNCH_UPDATE, flags" -> update(bench, PAGE, 1);
            case "SNP_LAUNCH_UPDATE, no length" -> update(bench, 0, 0);
            case "SNP_LAUNCH_FINISH" -> FINISH;
            case "SNP_LAUNCH_FINISH, flags" ->
                new SnpLaunchFinish(Optional.empty(), false, false, FINISH.hostData(), 1);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Bytes finish(long block, long authentication, int flags) {
        byte[] struct = new byte[FINISH_SIZE];
        ByteBuffer.wrap(struct)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, block)
                .putLong(8, authentication)
                .put(16, (byte) 1)
                .putShort(54, (short) flags);
        return Bytes.of(struct);
    }

    private static Bytes withProcessor(int state) {
        LaunchDigest digest = new LaunchDigest();
        if (state == SnpBench.PAGES_ADDED) {
            digest.extend(SnpPageType.SECRETS, SnpBench.SECRETS, Bytes.of(new byte[PAGE]));
        }
        digest.extend(
                SnpPageType.VMSA,
                LaunchDigest.VMSA_GPA,
                Vmsa.encode(VcpuState.of(0, Map.of("sev_features", VmsaFeature.SNP_ACTIVE.mask()))));
        return digest.value();
    }

    private static SnpLaunchUpdate update(SnpBench bench, long length, int flags) {
        return new SnpLaunchUpdate(SnpBench.FREE / PAGE, bench.source(), length, SnpPageType.NORMAL, flags);
    }
}
