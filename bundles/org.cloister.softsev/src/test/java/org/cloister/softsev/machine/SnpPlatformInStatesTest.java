// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.SnpConfiguration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.Authorities;
import org.cloister.softsev.processor.DeviceCall;
import org.cloister.softsev.processor.Platforms;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The platform's commands for SEV-SNP beside a guest in every state: as bytes, and without an effect on the guest. */
class SnpPlatformInStatesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long TCB = PlatformSettings.DEFAULT.tcb();
    private static final int RESERVED_FLAG = 1 << 2;

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SNP_PLATFORM.cells(SnpPlatformInStatesTest::check);
    }

    private static void check(Row row, int state) {
        Cell expected = row.cells().get(state);
        SoftProcessor processor = Platforms.fresh();
        try (SnpBench bench = new SnpBench(processor, state)) {
            String guest = bench.guest();
            String before = bench.situation();
            PlatformCommand<?> command = command(processor, row.command());
            DeviceCall.Answer answer = new DeviceCall(processor, new CallerMemory()).call(command, true);
            assertThat(List.of(answer.errno(), answer.status()))
                    .isEqualTo(List.of(expected.errno(), expected.status()));
            assertThat(bench.guest()).isEqualTo(guest);
            if (!expected.done()) {
                assertThat(bench.situation()).isEqualTo(before);
            }
        }
    }

    private static PlatformCommand<?> command(SoftProcessor processor, String name) {
        return switch (name) {
            case "SNP_PLATFORM_STATUS" -> new GetSnpPlatformStatus();
            case "SNP_COMMIT" -> BarePlatformCommand.SNP_COMMIT;
            case "SNP_SET_CONFIG" -> new SnpSetConfig(TCB, SnpSetConfig.MASK_CHIP_ID);
            case "SNP_SET_CONFIG, above the committed TCB" -> new SnpSetConfig(TCB + 1, 0);
            case "SNP_SET_CONFIG, reserved flags" -> new SnpSetConfig(TCB, RESERVED_FLAG);
            case "SNP_VLEK_LOAD" -> new SnpVlekLoad(wrapped(processor, TCB));
            case "SNP_VLEK_LOAD, for another TCB" -> new SnpVlekLoad(wrapped(processor, TCB + 1));
            case "SNP_VLEK_LOAD, not for this chip" -> new SnpVlekLoad(altered(wrapped(processor, TCB)));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Bytes wrapped(SoftProcessor processor, long tcb) {
        return new Authorities(processor.platform(), processor.attestation(), RANDOM)
                .wrapVlek(Bytes.of(new byte[SnpConfiguration.VLEK]), tcb);
    }

    private static Bytes altered(Bytes wrapped) {
        byte[] bytes = wrapped.toArray();
        bytes[0x10] ^= 1;
        return Bytes.of(bytes);
    }
}
