package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevCodecTest {
    private final TableMemory memory = new TableMemory();

    @Test
    void decodesWhatItEncodes() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            for (SevCommand<?> command : commands(random)) {
                SevCodec.Encoded encoded = SevCodec.encode(command, memory);
                assertThat(encoded.id()).isEqualTo(command.id());
                assertThat(encoded.struct().length()).isEqualTo(SevCodec.structSize(command.id()));
                assertThat(SevCodec.decode(encoded.id(), encoded.struct(), memory))
                        .isEqualTo(command);
            }
        }
    }

    @Test
    void decodesWhateverStructOrRefusesIt() {
        Random random = new Random(6);
        for (int i = 0; i < 2000; i++) {
            int id = List.of(22, 100, 101, 102).get(i % 4);
            Bytes struct = bytes(random, SevCodec.structSize(id));
            try {
                assertThat(SevCodec.decode(id, struct, memory).id()).isEqualTo(id);
            } catch (SevCommandException e) {
                assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EFAULT);
            }
        }
    }

    @Test
    void carriesWhatAnUpdateLeaves() {
        SnpLaunchUpdate update = new SnpLaunchUpdate(0x800, 0x7f0000000000L, 0x9000, SnpPageType.ZERO, 0);
        SnpLaunchUpdate.Rest rest = new SnpLaunchUpdate.Rest(0x803, 0x7f0000003000L, 0x6000);
        Bytes before = SevCodec.encode(update, memory).struct();
        Bytes after = SevCodec.encodeAnswer(update, rest, before);
        assertThat(SevCodec.decodeAnswer(update, after)).isEqualTo(rest);
        assertThat(after.slice(24, 40)).isEqualTo(before.slice(24, 40));
        assertThat(SevCodec.decodeAnswer(update, before))
                .isEqualTo(new SnpLaunchUpdate.Rest(0x800, 0x7f0000000000L, 0x9000));
    }

    @Test
    void leavesTheStructOfOtherCommandsAlone() {
        SevInit2 init = new SevInit2(1, 0, 2);
        Bytes struct = SevCodec.encode(init, memory).struct();
        assertThat(SevCodec.encodeAnswer(init, SevCommand.Done.DONE, struct)).isEqualTo(struct);
        assertThat(SevCodec.decodeAnswer(init, struct)).isEqualTo(SevCommand.Done.DONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 21, 23, 99, 103, 1000})
    void refusesIdsItDoesNotKnow(int id) {
        refused(Errno.EINVAL, () -> SevCodec.decode(id, Bytes.EMPTY, memory));
        refused(Errno.EINVAL, () -> SevCodec.structSize(id));
    }

    @ParameterizedTest
    @CsvSource({"22,47", "22,49", "100,63", "101,65", "102,0", "102,87"})
    void refusesStructsOfAnotherLength(int id, int length) {
        refused(Errno.EINVAL, () -> SevCodec.decode(id, Bytes.of(new byte[length]), memory));
    }

    @Test
    void refusesAnAnswerInAStructOfAnotherLength() {
        SnpLaunchUpdate update = new SnpLaunchUpdate(0, 0, 0, SnpPageType.ZERO, 0);
        refused(Errno.EINVAL, () -> SevCodec.decodeAnswer(update, Bytes.EMPTY));
        refused(Errno.EINVAL, () -> SevCodec.encodeAnswer(update, new SnpLaunchUpdate.Rest(0, 0, 0), Bytes.EMPTY));
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
        refused(Errno.EFAULT, () -> SevCodec.decode(102, Bytes.of(struct), memory));
    }

    @Test
    void readsAnEnvelope() {
        SevEnvelope envelope = new SevEnvelope(101, 0xfedcba9876543210L, -1, 7);
        assertThat(SevEnvelope.decode(envelope.encode())).isEqualTo(envelope);
        refused(Errno.EINVAL, () -> SevEnvelope.decode(Bytes.of(new byte[23])));
    }

    private static SevCommandException refused(int errno, ThrowingCallable call) {
        SevCommandException[] caught = new SevCommandException[1];
        assertThatExceptionOfType(SevCommandException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.errno()).isEqualTo(errno);
            assertThat(e.firmwareStatus()).isEqualTo(FirmwareStatus.NOT_CALLED);
            caught[0] = e;
        });
        return caught[0];
    }

    private static List<SevCommand<?>> commands(Random random) {
        List<SevCommand<?>> commands = new ArrayList<>();
        commands.add(new SevInit2(random.nextLong(), random.nextInt(), random.nextInt(0x10000)));
        commands.add(new SnpLaunchStart(random.nextLong(), bytes(random, 16), random.nextInt(0x10000)));
        for (SnpPageType type : SnpPageType.values()) {
            commands.add(new SnpLaunchUpdate(
                    random.nextLong(), random.nextLong(), random.nextLong(), type, random.nextInt(0x10000)));
        }
        commands.add(finish(random, Optional.empty()));
        commands.add(finish(random, Optional.of(new SnpLaunchFinish.IdBlock(bytes(random, 96), bytes(random, 4096)))));
        return commands;
    }

    private static SnpLaunchFinish finish(Random random, Optional<SnpLaunchFinish.IdBlock> block) {
        return new SnpLaunchFinish(
                block, random.nextBoolean(), random.nextBoolean(), bytes(random, 32), random.nextInt(0x10000));
    }

    private static Bytes bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
