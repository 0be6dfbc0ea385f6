// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.amd.channel.RandomCommands.bytes;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevCodecTest {
    private final TableMemory memory = new TableMemory();

    @Test
    void decodesWhatItEncodes() {
        Random random = new Random(5);
        for (int i = 0; i < 50; i++) {
            for (SevCommand<?> command : RandomCommands.sev(random)) {
                SevCodec.Encoded encoded = SevCodec.encode(command, memory);
                assertThat(encoded.id()).isEqualTo(command.id());
                assertThat(encoded.struct().length()).isEqualTo(SevCodec.structSize(command.id()));
                assertThat(SevCodec.decode(encoded.id(), encoded.struct(), memory))
                        .isEqualTo(command);
            }
        }
    }

    @Test
    void everyCommandIsTried() {
        assertThat(RandomCommands.sev(new Random(1)).stream().map(SevCommand::id))
                .containsAll(SevCodec.commands().keySet());
    }

    @Test
    void decodesWhateverStructOrRefusesIt() {
        Random random = new Random(6);
        List<Integer> ids = List.copyOf(SevCodec.commands().keySet());
        assertThat(ids).hasSize(24);
        for (int i = 0; i < 20_000; i++) {
            int id = ids.get(i % ids.size());
            Bytes struct = sparse(random, SevCodec.structSize(id));
            try {
                SevCommand<?> command = SevCodec.decode(id, struct, memory);
                assertThat(command.id()).isEqualTo(id);
                SevCodec.decodeAnswer(command, sparse(random, struct.length()), memory);
            } catch (SevCommandException e) {
                assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EFAULT, Errno.ENOMEM);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsWithoutAStruct(BareSevCommand command) {
        assertThat(SevCodec.encode(command, memory).struct()).isEqualTo(Bytes.EMPTY);
        assertThat(SevCodec.structSize(command.id())).isZero();
        assertThat(SevCodec.decode(command.id(), Bytes.EMPTY, memory)).isSameAs(command);
    }

    @Test
    void carriesWhatAnUpdateLeaves() {
        SnpLaunchUpdate update = new SnpLaunchUpdate(0x800, 0x7f0000000000L, 0x9000, SnpPageType.ZERO, 0);
        SnpLaunchUpdate.Rest rest = new SnpLaunchUpdate.Rest(0x803, 0x7f0000003000L, 0x6000);
        Bytes before = SevCodec.encode(update, memory).struct();
        Bytes after = SevCodec.encodeAnswer(update, rest, before, memory);
        assertThat(SevCodec.decodeAnswer(update, after, memory)).isEqualTo(rest);
        assertThat(after.slice(24, 40)).isEqualTo(before.slice(24, 40));
        assertThat(SevCodec.decodeAnswer(update, before, memory))
                .isEqualTo(new SnpLaunchUpdate.Rest(0x800, 0x7f0000000000L, 0x9000));
    }

    @Test
    void leavesTheStructOfOtherCommandsAlone() {
        SevInit2 init = new SevInit2(1, 0, 2);
        Bytes struct = SevCodec.encode(init, memory).struct();
        assertThat(SevCodec.encodeAnswer(init, SevCommand.Done.DONE, struct, memory))
                .isEqualTo(struct);
        assertThat(SevCodec.decodeAnswer(init, struct, memory)).isEqualTo(SevCommand.Done.DONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 23, 77, 99, 104, 1000})
    void refusesIdsItDoesNotKnow(int id) {
        refused(Errno.EINVAL, () -> SevCodec.decode(id, Bytes.EMPTY, memory));
        refused(Errno.EINVAL, () -> SevCodec.structSize(id));
    }

    @ParameterizedTest
    @CsvSource({"10,SEND_UPDATE_VMSA", "14,RECEIVE_UPDATE_VMSA", "19,CERT_EXPORT"})
    void refusesWhatNoKernelImplementsByName(int id, String name) {
        assertThat(refused(Errno.EINVAL, () -> SevCodec.decode(id, Bytes.EMPTY, memory)))
                .hasMessageStartingWith(name + " was refused")
                .hasMessageContaining("does not implement it");
    }

    @Test
    void doesNotEncodeWhatNoKernelImplements() {
        List<SevCommand<?>> typedOnly = List.of(
                new SendUpdateVmsa(0), new ReceiveUpdateVmsa(1, bytes(new Random(3), 52), bytes(new Random(4), 16)));
        for (SevCommand<?> command : typedOnly) {
            assertThat(refused(Errno.EINVAL, () -> SevCodec.encode(command, memory)))
                    .hasMessageStartingWith(command.name() + " was refused")
                    .hasMessageContaining("does not implement it");
            assertThat(SevCodec.commands()).doesNotContainKey(command.id());
            refused(Errno.EINVAL, () -> SevCodec.decodeAnswer(command, Bytes.EMPTY, memory));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "2,39", "22,47", "22,49", "100,63", "101,65", "102,0", "102,87"})
    void refusesStructsOfAnotherLength(int id, int length) {
        refused(Errno.EINVAL, () -> SevCodec.decode(id, Bytes.of(new byte[length]), memory));
    }

    @Test
    void refusesAnAnswerInAStructOfAnotherLength() {
        SnpLaunchUpdate update = new SnpLaunchUpdate(0, 0, 0, SnpPageType.ZERO, 0);
        SnpLaunchUpdate.Rest rest = new SnpLaunchUpdate.Rest(0, 0, 0);
        refused(Errno.EINVAL, () -> SevCodec.decodeAnswer(update, Bytes.EMPTY, memory));
        refused(Errno.EINVAL, () -> SevCodec.encodeAnswer(update, rest, Bytes.EMPTY, memory));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 255})
    void refusesUnknownPageTypes(int type) {
        byte[] struct = new byte[64];
        struct[24] = (byte) type;
        SevCommandException e = refused(Errno.EINVAL, () -> SevCodec.decode(101, Bytes.of(struct), memory));
        assertThat(e).hasMessageContaining("page type " + type).hasMessageContaining("EINVAL (22");
    }

    @Test
    void refusesAnIdBlockThatCannotBeRead() {
        byte[] struct = new byte[88];
        struct[16] = 1;
        refused(Errno.EINVAL, () -> SevCodec.decode(102, Bytes.of(struct), memory));
        struct[1] = 0x10;
        refused(Errno.EFAULT, () -> SevCodec.decode(102, Bytes.of(struct), memory));
    }

    @Test
    void readsAnEnvelope() {
        SevEnvelope envelope = new SevEnvelope(101, 0xfedcba9876543210L, -1, 7);
        assertThat(SevEnvelope.decode(envelope.encode())).isEqualTo(envelope);
        refused(Errno.EINVAL, () -> SevEnvelope.decode(Bytes.of(new byte[23])));
    }

    static SevCommandException refused(int errno, ThrowingCallable call) {
        SevCommandException[] caught = new SevCommandException[1];
        assertThatExceptionOfType(SevCommandException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.errno()).isEqualTo(errno);
            assertThat(e.firmwareStatus()).isEqualTo(FirmwareStatus.NOT_CALLED);
            caught[0] = e;
        });
        return caught[0];
    }

    /** Noise with runs of zeros, so that short lengths and missing addresses come up too. */
    static Bytes sparse(Random random, int size) {
        byte[] noise = bytes(random, size).toArray();
        for (int i = 0; i + 4 <= size; i += 4) {
            if (random.nextBoolean()) {
                Arrays.fill(noise, i, i + 4, (byte) 0);
            } else if (random.nextBoolean()) {
                Arrays.fill(noise, i + 1, i + 4, (byte) 0);
            }
        }
        return Bytes.of(noise);
    }
}
