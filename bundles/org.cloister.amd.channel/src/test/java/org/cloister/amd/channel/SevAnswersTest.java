// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.channel.RandomCommands.bytes;
import static org.cloister.amd.channel.RandomCommands.capacity;
import static org.cloister.amd.channel.RandomCommands.u32;
import static org.cloister.amd.channel.SevCodecTest.refused;

import java.util.Arrays;
import java.util.Random;
import org.cloister.amd.channel.SendStart.Session;
import org.cloister.amd.channel.SendUpdateData.Packet;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers on their way through the kernel's structs and the buffers that these point to. */
class SevAnswersTest {
    private final TableMemory memory = new TableMemory();

    @RepeatedTest(30)
    void everyAnswerComesThrough(TestInfo test) {
        Random random = new Random(test.getDisplayName().hashCode());
        comesThrough(new LaunchStart(0, 1, Bytes.EMPTY, Bytes.EMPTY), new GuestHandle(random.nextInt()));
        Bytes blob = bytes(random, capacity(random));
        comesThrough(new ReceiveStart(0, 1, blob, blob), new GuestHandle(random.nextInt()));
        comesThrough(LaunchMeasure.LENGTH, Blob.ofLength(u32(random)));
        comesThrough(new LaunchMeasure(blob.length()), Blob.of(blob));
        comesThrough(new LaunchMeasure(Blob.MAX), Blob.of(blob));
        Bytes nonce = bytes(random, 16);
        comesThrough(GetAttestationReport.length(nonce), Blob.ofLength(u32(random)));
        comesThrough(new GetAttestationReport(nonce, Blob.MAX), Blob.of(blob));
        comesThrough(new GetGuestStatus(), new SevGuestStatus(random.nextInt(), random.nextInt(), random.nextInt()));
        comesThrough(new DebugDecrypt(random.nextLong() >>> 1, blob.length()), blob);
        comesThrough(BareSevCommand.LAUNCH_FINISH, SevCommand.Done.DONE);
    }

    @RepeatedTest(30)
    void answersOfASendingPlatformComeThrough(TestInfo test) {
        Random random = new Random(test.getDisplayName().hashCode());
        Bytes blob = bytes(random, capacity(random));
        Bytes header = bytes(random, 52);
        SendStart ask = new SendStart(blob, blob, blob, 0);
        comesThrough(ask, new Session(0, Blob.ofLength(u32(random))));
        comesThrough(new SendStart(blob, blob, blob, Blob.MAX), new Session(random.nextInt(), Blob.of(blob)));
        Packet lengths = new Packet(Blob.ofLength(u32(random)), Blob.ofLength(u32(random)));
        comesThrough(SendUpdateData.length(0, 16), lengths);
        comesThrough(new SendUpdateData(0, 16, 52, 0), lengths);
        Packet packet = new Packet(Blob.of(header), Blob.of(blob));
        comesThrough(new SendUpdateData(1, blob.length(), 52, blob.length()), packet);
        comesThrough(new SendUpdateData(1, blob.length(), 60, Blob.MAX), packet);
    }

    @Test
    void aSentPacketFillsTheBuffersAndLeavesTheirLengths() {
        Packet packet = new Packet(Blob.of(bytes(new Random(1), 52)), Blob.of(bytes(new Random(2), 16)));
        SendUpdateData command = new SendUpdateData(1, 16, 64, 48);
        Bytes struct = SevCodec.encode(command, memory).struct();
        assertThat(SevCodec.encodeAnswer(command, packet, struct, memory)).isEqualTo(struct);
        Bytes header = memory.read(struct.buffer().getLong(0), 64);
        assertThat(header.slice(0, 52)).isEqualTo(packet.header().content());
        assertThat(header.slice(52, 12).isZero()).isTrue();
        Bytes payload = memory.read(struct.buffer().getLong(32), 48);
        assertThat(payload.slice(0, 16)).isEqualTo(packet.payload().content());
        assertThat(payload.slice(16, 32).isZero()).isTrue();
    }

    @Test
    void whoAsksForTheLengthOfASessionKeepsThePolicyField() {
        SendStart ask = new SendStart(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, 0);
        Bytes struct = Bytes.ofHex("a1a2a3a4" + "00".repeat(68));
        Bytes answered = SevCodec.encodeAnswer(ask, new Session(0, Blob.ofLength(128)), struct, memory);
        assertThat(answered).isEqualTo(Bytes.ofHex("a1a2a3a4" + "00".repeat(60) + "80000000" + "00000000"));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32, 40, 48, 56})
    void aSenderNeedsAllCertificatesWhateverThePolicy(int missing) {
        Bytes one = bytes(new Random(1), 1);
        Bytes struct =
                SevCodec.encode(new SendStart(one, one, one, 128), memory).struct();
        byte[] image = struct.toArray();
        Arrays.fill(image, missing, missing + 8, (byte) 0);
        refused(Errno.EINVAL, () -> SevCodec.decode(8, Bytes.of(image), memory));
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "8, 16", "8, 56", "9, 0", "9, 16", "9, 24", "9, 32"})
    @CsvSource({"12, 8", "12, 16", "12, 24", "12, 32", "13, 0", "13, 8", "13, 16", "13, 24", "13, 32", "13, 40"})
    void whatSendingAndReceivingNeedIsRefusedBeforeItIsRead(int id, int missing) {
        int size = SevCodec.structSize(id);
        byte[] struct = new byte[size];
        for (int at = 0; at < size; at += 8) {
            struct[at] = 1;
        }
        struct[missing] = 0;
        refused(Errno.EINVAL, () -> SevCodec.decode(id, Bytes.of(struct), memory));
    }

    @Test
    void anAnswerLongerThanItsBufferIsRefused() {
        LaunchMeasure measure = new LaunchMeasure(48);
        Bytes struct = SevCodec.encode(measure, memory).struct();
        Blob tooLong = Blob.of(Bytes.of(new byte[49]));
        refused(Errno.EINVAL, () -> SevCodec.encodeAnswer(measure, tooLong, struct, memory));
        Bytes lying = Bytes.ofHex(struct.slice(0, 8).hex() + "3100000000000000");
        refused(Errno.EINVAL, () -> SevCodec.decodeAnswer(measure, lying, memory));
    }

    @Test
    void anAnswerWithoutItsContentIsRefused() {
        LaunchMeasure measure = new LaunchMeasure(48);
        Bytes struct = SevCodec.encode(measure, memory).struct();
        refused(Errno.EINVAL, () -> SevCodec.encodeAnswer(measure, Blob.ofLength(48), struct, memory));
    }

    @Test
    void aBufferThatIsNowhereIsAFault() {
        LaunchMeasure measure = new LaunchMeasure(48);
        Bytes struct = Bytes.ofHex("0000000000000000" + "30000000" + "00000000");
        assertThat(SevCodec.decode(6, struct, memory)).isEqualTo(measure);
        Blob answer = Blob.of(Bytes.of(new byte[48]));
        refused(Errno.EFAULT, () -> SevCodec.encodeAnswer(measure, answer, struct, memory));
        refused(Errno.EFAULT, () -> SevCodec.decodeAnswer(measure, struct, memory));
    }

    @ParameterizedTest
    @CsvSource({"0,0,true", "0,4,true", "5,4,true", "5,1,false", "22,4,false", "5,-1,false"})
    void aRefusalForItsLengthIsTheAnswerOfAQuestion(int errno, int status, boolean answer) {
        assertThat(SevCodec.answers(LaunchMeasure.LENGTH, errno, status)).isEqualTo(answer);
        assertThat(SevCodec.answers(new LaunchMeasure(48), errno, status)).isEqualTo(errno == 0);
        assertThat(PlatformCodec.answers(PdhCertExport.LENGTH, errno, status)).isEqualTo(answer);
        assertThat(PlatformCodec.answers(new PdhCertExport(1, 1), errno, status))
                .isEqualTo(errno == 0);
    }

    @Test
    void aRefusalCarriesBothNumbersWithTheirMeanings() {
        SevCommandException e = new SevCommandException("LAUNCH_MEASURE", Errno.EIO, FirmwareStatus.INVALID_LEN.code());
        assertThat(e.errno()).isEqualTo(Errno.EIO);
        assertThat(e.firmwareStatus()).isEqualTo(4);
        assertThat(e).hasMessageContaining("EIO (5, ").hasMessageContaining("0x04 INVALID_LEN (");
        assertThat(e.problem().remedy()).isEqualTo(FirmwareStatus.INVALID_LEN.remedy());
    }

    @Test
    void everyRefusalForWantOfSevSaysHowToTurnItOn() {
        for (SevCommand<?> command : RandomCommands.sev(new Random(2))) {
            SevCommandException e = new SevCommandException(command.name(), Errno.ENOTTY, FirmwareStatus.NOT_CALLED);
            assertThat(e)
                    .hasMessageContaining("SEV is not enabled in this kernel")
                    .hasMessageContaining("EPYC")
                    .hasMessageContaining("SMEE")
                    .hasMessageContaining("ccp")
                    .hasMessageContaining("sev=1, sev_es=1 and sev_snp=1")
                    .hasMessageContaining("/etc/modprobe.d");
        }
    }

    private <A> void comesThrough(SevCommand<A> command, A answer) {
        Bytes struct = SevCodec.encode(command, memory).struct();
        Bytes answered = SevCodec.encodeAnswer(command, answer, struct, memory);
        assertThat(SevCodec.decodeAnswer(command, answered, memory)).isEqualTo(answer);
    }
}
