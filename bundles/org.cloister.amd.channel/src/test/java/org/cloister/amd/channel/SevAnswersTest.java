// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.channel.RandomCommands.bytes;
import static org.cloister.amd.channel.RandomCommands.capacity;
import static org.cloister.amd.channel.RandomCommands.u32;
import static org.cloister.amd.channel.SevCodecTest.refused;

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
        Bytes other = bytes(random, capacity(random));
        SendStart ask = new SendStart(blob, blob, blob, 0);
        comesThrough(ask, new Session(random.nextInt(), Blob.ofLength(u32(random))));
        comesThrough(new SendStart(blob, blob, blob, Blob.MAX), new Session(random.nextInt(), Blob.of(blob)));
        Packet lengths = new Packet(Blob.ofLength(u32(random)), Blob.ofLength(u32(random)));
        comesThrough(SendUpdateData.length(0, 16), lengths);
        comesThrough(new SendUpdateData(0, 16, 52, 0), lengths);
        comesThrough(
                new SendUpdateData(0, 16, blob.length(), other.length()), new Packet(Blob.of(blob), Blob.of(other)));
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
