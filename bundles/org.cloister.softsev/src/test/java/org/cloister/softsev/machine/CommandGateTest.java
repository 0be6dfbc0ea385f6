// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.INIT;

import java.util.stream.IntStream;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.GetGuestStatus;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.client.MemoryEncryptOp;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are refused by their number: the struct they point to is nowhere, so whoever looks there faults. */
class CommandGateTest {
    private static final long NOWHERE = 0x1234;

    private final LaunchFixture bench = new LaunchFixture();
    private final CallerMemory caller = new CallerMemory();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0,22", "1,22", "2,25", "3,25", "4,25", "5,25", "6,25", "7,25", "8,25", "9,25", "10,22", "11,25", "12,25",
        "13,22", "14,22", "15,25", "16,25", "17,25", "18,25", "19,22", "20,25", "21,25", "22,14", "23,22", "77,22",
        "99,22", "100,25", "101,22", "102,25", "103,22", "104,22", "-1,22"
    })
    void ofAMachineThatIsNotInitialised(int id, int errno) {
        assertThat(call(id)).isEqualTo(errno);
    }

    @ParameterizedTest
    @MethodSource("sevNumbers")
    void anSnpMachineTakesNoOtherCommands(int id) {
        bench.channel.execute(INIT);
        assertThat(call(id)).isEqualTo(Errno.EPERM);
    }

    static IntStream sevNumbers() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest
    @CsvSource({"100,14", "101,14", "102,14", "103,22", "104,22", "-1,22"})
    void anSnpMachineLooksAtTheStructOfItsCommands(int id, int errno) {
        bench.channel.execute(INIT);
        assertThat(call(id)).isEqualTo(errno);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 22, 77, 100})
    void aClosedMachineTakesNothing(int id) {
        bench.close();
        assertThat(call(id)).isEqualTo(Errno.EBADF);
    }

    @ParameterizedTest
    @EnumSource
    void typedCommandsAreRefusedLikewise(BareSevCommand command) {
        boolean snp = command == BareSevCommand.SNP_ENABLE_REQ_CERTS;
        boolean old = command == BareSevCommand.INIT || command == BareSevCommand.ES_INIT;
        LaunchFixture.refused(snp || old ? Errno.EINVAL : Errno.ENOTTY, () -> bench.channel.execute(command));
        bench.channel.execute(INIT);
        LaunchFixture.refused(snp ? Errno.EINVAL : Errno.EPERM, () -> bench.channel.execute(command));
    }

    @Test
    void refusalsNameTheCommand() {
        bench.channel.execute(INIT);
        assertThat(LaunchFixture.refused(Errno.EPERM, () -> bench.channel.execute(new GetGuestStatus())))
                .hasMessageContaining("GUEST_STATUS")
                .hasMessageContaining("SEV-SNP and takes its commands only");
        LaunchFixture.refused(Errno.EPERM, () -> bench.channel.execute(LaunchMeasure.LENGTH));
    }

    @Test
    void withoutIdentifiersThereIsNoSevEs() {
        PlatformSettings none =
                new PlatformSettings(10, 1, 51, 1, PlatformSettings.DEFAULT.generation(), 0, 512, 1L << 40);
        try (LaunchFixture other = new LaunchFixture(new SoftProcessor(none), 1)) {
            LaunchFixture.refused(Errno.ENOTTY, () -> other.channel.execute(BareSevCommand.ES_INIT));
            LaunchFixture.refused(Errno.EINVAL, () -> other.channel.execute(BareSevCommand.INIT));
        }
    }

    private int call(int id) {
        MemoryEncryptOp op = bench.machine.adapt(MemoryEncryptOp.class).orElseThrow();
        return op.call(caller.place(new SevEnvelope(id, NOWHERE, 0, 3).encode()), caller);
    }
}
