// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.amd.kvm.VmType;
import org.cloister.softsev.client.Process.Answer;
import org.cloister.softsev.machine.ClientSpaces;
import org.cloister.softsev.machine.SoftKvmDevice;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.EncodedPlatformCommands;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buffers that are not there, or too small, as clients give them. */
class ClientBuffersTest {
    private static final Answer NO_ROOM = new Answer(5, 4);

    private final SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT);
    private final Process process = new Process(0x10000);

    /** Length and address; what is in the field of the length afterwards. */
    @ParameterizedTest
    @CsvSource({"0, 0, 48", "0, 0x2000, 48", "48, 0, 48", "49, 0, 49", "47, 0x2000, 47", "1, 0x2000, 1"})
    void aMeasurementNeedsRoom(int length, String at, int after) {
        try (ClientMachine machine = started()) {
            long address = Long.decode(at) == 0 ? 0 : Process.BASE + Long.decode(at);
            byte[] measure =
                    Process.struct(16).putLong(0, address).putInt(8, length).array();
            assertThat(process.op(machine, 6, measure)).isEqualTo(NO_ROOM);
            assertThat(process.answered(16).getInt(8)).isEqualTo(after);
        }
    }

    /** The driver's commands with data 0: errno. */
    @ParameterizedTest
    @CsvSource({"1, 14", "3, 14", "5, 14", "6, 14", "7, 14", "8, 14", "9, 22", "11, 22", "12, 22"})
    void theDriverLooksAtSomeAddresses(int command, int errno) {
        byte[] envelope = Process.struct(16).putInt(0, command).array();
        process.write(Process.BASE, envelope);
        IssueCommand device = new EncodedPlatformCommands(processor.commands(), processor.platform());
        assertThat(device.call(Process.BASE, true, ClientSpaces.of(process))).isEqualTo(errno);
    }

    @Test
    void aReportNeedsABuffer() {
        try (ClientMachine machine = started()) {
            byte[] measure = Process.struct(16)
                    .putLong(0, Process.BASE + 0x2000)
                    .putInt(8, 48)
                    .array();
            assertThat(process.op(machine, 6, measure)).isEqualTo(new Answer(0, 0));
            byte[] report = Process.struct(32).putInt(24, 208).array();
            assertThat(process.op(machine, 20, report)).isEqualTo(NO_ROOM);
            assertThat(process.answered(32).getInt(24)).isEqualTo(208);
        }
    }

    private ClientMachine started() {
        ClientMachine machine = new SoftKvmDevice(processor).createVm(VmType.SEV, process, Privacy.ENCRYPTED);
        process.op(machine, 22, new byte[48]);
        process.op(machine, 2, new byte[40]);
        return machine;
    }
}
