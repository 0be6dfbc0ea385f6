// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.kvm.VmType;
import org.cloister.softsev.client.Process.Answer;
import org.cloister.softsev.machine.SoftKvmDevice;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Linux asks of the buffers of packets, and in which order (sev_send_start to sev_receive_update_data). */
class PacketBytesTest {
    private static final Answer DONE = new Answer(0, 0);
    private static final int PAGE = 4096;
    private static final long RAM = Process.BASE + 0x10000;
    private static final long CERTIFICATE = Process.BASE + 0x20000;
    private static final long CHAIN = Process.BASE + 0x22000;
    private static final long SESSION = Process.BASE + 0x24000;
    private static final long HEADER = Process.BASE + 0x28000;
    private static final long PAYLOAD = Process.BASE + 0x30000;
    private static final long NOWHERE = 0x1000;

    private final SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT);
    private final SoftKvm kvm = new SoftKvmDevice(processor);
    private final Process process = new Process(0x40000);
    private ClientMachine machine;

    @BeforeEach
    void launch() {
        machine = kvm.createVm(VmType.SEV, process, Privacy.ENCRYPTED);
        assertThat(process.op(machine, 22, new byte[48])).isEqualTo(DONE);
        assertThat(process.op(machine, 2, new byte[40])).isEqualTo(DONE);
        process.write(RAM, pattern());
        byte[] update = Process.struct(16).putLong(0, RAM).putInt(8, 2 * PAGE).array();
        assertThat(process.op(machine, 3, update)).isEqualTo(DONE);
        byte[] measure = Process.struct(16).putLong(0, HEADER).putInt(8, 48).array();
        assertThat(process.op(machine, 6, measure)).isEqualTo(DONE);
        assertThat(process.op(machine, 7, 0)).isEqualTo(DONE);
        PdhCertExport.Certificates own = LengthQuery.fetch(processor.commands(), PdhCertExport.LENGTH);
        process.write(CERTIFICATE, own.pdh().content().toArray());
        process.write(CHAIN, own.chain().content().toArray());
    }

    @AfterEach
    void nothingIsLeft() {
        machine.close();
        assertThat(processor.guests()).isZero();
    }

    @Test
    void aSessionOfAnotherLengthIsRefusedAndTheRightOneTold() {
        assertThat(start(SESSION, 100)).isEqualTo(new Answer(5, 4));
        assertThat(process.answered(72).getInt(0)).as("policy").isZero();
        assertThat(process.answered(72).getInt(64)).as("session_len").isEqualTo(128);
        assertThat(state()).isEqualTo(3);
    }

    @Test
    void aSessionThatCannotBeCopiedOutIsBegunAllTheSame() {
        assertThat(start(NOWHERE, 128)).isEqualTo(new Answer(14, 0));
        assertThat(state()).isEqualTo(4);
        assertThat(process.op(machine, 21, 0)).as("SEND_CANCEL").isEqualTo(DONE);
    }

    @Test
    void thereIsRoomForMoreThanThePacketWhichIsFilledWithZeros() {
        assertThat(start(SESSION, 128)).isEqualTo(DONE);
        byte[] before = new byte[0x5000];
        Arrays.fill(before, (byte) 0xee);
        process.write(PAYLOAD, before);
        assertThat(send(RAM, PAGE, 0x4400, 0x4800)).isEqualTo(DONE);
        byte[] after = new byte[0x5000];
        process.read(PAYLOAD, after);
        assertThat(Arrays.copyOfRange(after, 0, PAGE)).isNotEqualTo(Arrays.copyOfRange(before, 0, PAGE));
        assertThat(Arrays.copyOfRange(after, PAGE, 0x4800)).containsOnly(0);
        assertThat(Arrays.copyOfRange(after, 0x4800, 0x5000)).containsOnly(0xee);
    }

    @ParameterizedTest
    @CsvSource({
        "0x10ff0, 32, 52, 4096, 22", // across a page's end
        "0x10ff0, 32, 52, 0x7fffffff, 22", // the same, which Linux sees before it makes room
        "0x10000, 4097, 52, 8192, 22",
        "0x10000, 4096, 52, 0x400001, 12", // more than Linux allocates
        "0x10000, 4096, 0x400001, 4096, 12",
        "0x1000000, 4096, 52, 4096, 12" // no memory there
    })
    void theRangeIsLookedAtBeforeThereIsRoomForAPacket(
            String place, int length, String header, String payload, int errno) {
        assertThat(start(SESSION, 128)).isEqualTo(DONE);
        Answer answer =
                send(Process.BASE + Long.decode(place), length, Integer.decode(header), Integer.decode(payload));
        assertThat(answer).isEqualTo(new Answer(errno, -1));
    }

    @ParameterizedTest
    @CsvSource({
        "0x10ff0, 32, nowhere, 52, 22", // across a page's end, before the packet is read
        "0x10000, 16, nowhere, 52, 14",
        "0x10000, 16, header, 0x4001, 22",
        "0x1000000, 16, nowhere, 52, 14", // the packet is read before memory is pinned
        "0x1000000, 16, header, 52, 12"
    })
    void theRangeIsLookedAtBeforeAPacketIsRead(String place, int length, String header, String size, int errno) {
        ByteBuffer struct = Process.struct(48)
                .putLong(0, header.equals("nowhere") ? NOWHERE : HEADER)
                .putInt(8, Integer.decode(size))
                .putLong(16, Process.BASE + Long.decode(place))
                .putInt(24, length)
                .putLong(32, PAYLOAD)
                .putInt(40, length);
        assertThat(process.op(machine, 13, struct.array())).isEqualTo(new Answer(errno, -1));
    }

    private Answer start(long session, int length) {
        ByteBuffer struct = Process.struct(72)
                .putInt(0, 0x55)
                .putLong(8, CERTIFICATE)
                .putInt(16, 2084)
                .putLong(24, CHAIN)
                .putInt(32, 6252)
                .putLong(40, CHAIN)
                .putInt(48, 16)
                .putLong(56, session)
                .putInt(64, length);
        return process.op(machine, 8, struct.array());
    }

    private Answer send(long address, int length, int header, int payload) {
        ByteBuffer struct = Process.struct(48)
                .putLong(0, HEADER)
                .putInt(8, header)
                .putLong(16, address)
                .putInt(24, length)
                .putLong(32, PAYLOAD)
                .putInt(40, payload);
        return process.op(machine, 9, struct.array());
    }

    private int state() {
        assertThat(process.op(machine, 16, new byte[12])).isEqualTo(DONE);
        return process.answered(12).getInt(8);
    }

    private static byte[] pattern() {
        byte[] bytes = new byte[2 * PAGE];
        new java.util.Random(9).nextBytes(bytes);
        return bytes;
    }
}
