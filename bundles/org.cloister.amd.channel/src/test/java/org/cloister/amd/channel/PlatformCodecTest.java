// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.channel.RandomCommands.bytes;
import static org.cloister.amd.channel.RandomCommands.capacity;
import static org.cloister.amd.channel.RandomCommands.u32;
import static org.cloister.amd.channel.SevCodecTest.refused;
import static org.cloister.amd.channel.SevCodecTest.sparse;

import java.util.Random;
import org.cloister.amd.channel.PdhCertExport.Certificates;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformCodecTest {
    private final TableMemory memory = new TableMemory();

    @Test
    void decodesWhatItEncodes() {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            for (PlatformCommand<?> command : RandomCommands.platform(random)) {
                Bytes struct = PlatformCodec.encode(command, memory);
                assertThat(struct.length()).isEqualTo(PlatformCodec.structSize(command.id()));
                assertThat(PlatformCodec.decode(command.id(), struct, memory)).isEqualTo(command);
            }
        }
    }

    @Test
    void everyCommandIsTried() {
        assertThat(RandomCommands.platform(new Random(1)).stream().map(PlatformCommand::id))
                .containsAll(PlatformCodec.commands().keySet());
    }

    @Test
    void decodesWhateverStructOrRefusesIt() {
        Random random = new Random(8);
        for (int i = 0; i < 13_000; i++) {
            int id = i % 13;
            Bytes struct = sparse(random, PlatformCodec.structSize(id));
            try {
                PlatformCommand<?> command = PlatformCodec.decode(id, struct, memory);
                assertThat(command.id()).isEqualTo(id);
                PlatformCodec.decodeAnswer(command, sparse(random, struct.length()), memory);
            } catch (SevCommandException e) {
                assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EFAULT);
            }
        }
    }

    @RepeatedTest(30)
    void everyAnswerComesThrough(TestInfo test) {
        Random random = new Random(test.getDisplayName().hashCode());
        Bytes blob = bytes(random, capacity(random));
        Bytes other = bytes(random, capacity(random));
        comesThrough(BarePlatformCommand.SNP_COMMIT, SevCommand.Done.DONE);
        comesThrough(new PekCsr(Blob.MAX), Blob.of(blob));
        comesThrough(GetId2.LENGTH, Blob.ofLength(u32(random)));
        comesThrough(new GetId2(blob.length()), Blob.of(blob));
        comesThrough(PdhCertExport.LENGTH, new Certificates(Blob.ofLength(u32(random)), Blob.ofLength(u32(random))));
        comesThrough(new PdhCertExport(Blob.MAX, Blob.MAX), new Certificates(Blob.of(blob), Blob.of(other)));
        comesThrough(new GetId(), new GetId.Sockets(bytes(random, 64), bytes(random, 64)));
        comesThrough(new PekCertImport(blob, other), SevCommand.Done.DONE);
    }

    @RepeatedTest(30)
    void everyStatusComesThrough(TestInfo test) {
        Random random = new Random(test.getDisplayName().hashCode());
        int[] small = random.ints(8, 0, 256).toArray();
        int[] wide = random.ints(5).toArray();
        comesThrough(
                new GetPlatformStatus(), new PlatformStatus(small[0], small[1], small[2], small[3], wide[0], wide[1]));
        comesThrough(
                new GetSnpPlatformStatus(),
                new SnpPlatformStatus(
                        small[4],
                        small[5],
                        small[6],
                        random.nextBoolean(),
                        wide[2],
                        wide[3],
                        wide[4],
                        random.nextLong(),
                        random.nextLong()));
    }

    @Test
    void tellsThePlatformsStatus() {
        Bytes struct = Bytes.ofHex("01" + "37" + "02" + "01010000" + "2a" + "03000000");
        PlatformStatus status = PlatformCodec.decodeAnswer(new GetPlatformStatus(), struct, memory);
        assertThat(status).isEqualTo(new PlatformStatus(1, 0x37, 42, 2, 0x101, 3));
        assertThat(status.state()).contains(PlatformState.WORKING);
        assertThat(status.owned()).isTrue();
        assertThat(status.encryptedState()).isTrue();
        PlatformStatus other = new PlatformStatus(1, 55, 0, 3, ~0x101, 0);
        assertThat(other.state()).isEmpty();
        assertThat(other.owned()).isFalse();
        assertThat(other.encryptedState()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, 0000000",
        "0x01, 1000000",
        "0x02, 0100000",
        "0x04, 0010000",
        "0x08, 0001000",
        "0x10, 0000100",
        "0x20, 0000010",
        "0x40, 0000001",
        "0xffffff80, 0000000"
    })
    void tellsTheFlagsOfSnp(String flags, String expected) {
        SnpPlatformStatus status =
                new SnpPlatformStatus(1, 55, 1, true, 0, Long.decode(flags).intValue(), 0, 0, 0);
        boolean[] seen = {
            status.chipIdMasked(),
            status.chipKeyMasked(),
            status.vlekEnabled(),
            status.featureInfo(),
            status.raplDisabled(),
            status.ciphertextHidingCapable(),
            status.ciphertextHidingEnabled()
        };
        StringBuilder bits = new StringBuilder();
        for (boolean bit : seen) {
            bits.append(bit ? '1' : '0');
        }
        assertThat(bits).hasToString(expected);
        assertThat(status.state()).contains(PlatformState.INIT);
    }

    @ParameterizedTest
    @CsvSource({
        "FACTORY_RESET,WRITE",
        "PLATFORM_STATUS,READ",
        "PEK_GEN,WRITE",
        "PEK_CSR,WRITE",
        "PDH_GEN,WRITE",
        "PDH_CERT_EXPORT,WRITE_TO_INITIALISE",
        "PEK_CERT_IMPORT,WRITE",
        "GET_ID,READ",
        "GET_ID2,READ",
        "SNP_PLATFORM_STATUS,READ",
        "SNP_COMMIT,READ",
        "SNP_SET_CONFIG,WRITE",
        "SNP_VLEK_LOAD,WRITE"
    })
    void saysHowTheDeviceHasToBeOpened(String name, DeviceAccess access) {
        assertThat(RandomCommands.platform(new Random(1)))
                .filteredOn(command -> command.name().equals(name))
                .isNotEmpty()
                .allMatch(command -> command.access() == access);
    }

    @Test
    void asksForLengthsWithoutAddressesWhateverTheLengthsSay() {
        Bytes length = Bytes.ofHex("0000000000000000" + "ffffffff");
        assertThat(PlatformCodec.decode(3, length, memory)).isEqualTo(PekCsr.LENGTH);
        assertThat(PlatformCodec.decode(8, length, memory)).isEqualTo(GetId2.LENGTH);
        Bytes lengths = Bytes.ofHex(length.hex() + length.hex());
        assertThat(PlatformCodec.decode(5, lengths, memory)).isEqualTo(PdhCertExport.LENGTH);
    }

    @Test
    void refusesRoomThatTheDriverDoesNotCopy() {
        Bytes room = Bytes.ofHex("0000000000000001" + "01400000");
        refused(Errno.EFAULT, () -> PlatformCodec.decode(3, room, memory));
        refused(Errno.EFAULT, () -> PlatformCodec.decode(5, Bytes.ofHex(room.hex() + room.hex()), memory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11000000" + "00000000", "10000000" + "01000000"})
    void refusesAVlekOfAnotherForm(String head) {
        refused(Errno.EINVAL, () -> PlatformCodec.decode(12, Bytes.ofHex(head + "00000000007f0000"), memory));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 13, 22, 100})
    void refusesIdsItDoesNotKnow(int id) {
        refused(Errno.EINVAL, () -> PlatformCodec.structSize(id));
        refused(Errno.EINVAL, () -> PlatformCodec.decode(id, Bytes.EMPTY, memory));
    }

    @Test
    void readsAnEnvelope() {
        PlatformEnvelope envelope = new PlatformEnvelope(5, 0xfedcba9876543210L, -1);
        assertThat(PlatformEnvelope.decode(envelope.encode())).isEqualTo(envelope);
        refused(Errno.EINVAL, () -> PlatformEnvelope.decode(Bytes.of(new byte[17])));
    }

    private <A> void comesThrough(PlatformCommand<A> command, A answer) {
        Bytes struct = PlatformCodec.encode(command, memory);
        Bytes answered = PlatformCodec.encodeAnswer(command, answer, struct, memory);
        assertThat(PlatformCodec.decodeAnswer(command, answered, memory)).isEqualTo(answer);
    }
}
