package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.INIT;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.START;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.amd.channel.SnpLaunchUpdate.Rest;
import org.cloister.amd.channel.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryEncryptOpTest {
    private static final int UNTOUCHED = 0x5a5a5a5a;

    private final LaunchFixture bench = new LaunchFixture();
    private final MemoryEncryptOp op =
            bench.machine.adapt(MemoryEncryptOp.class).orElseThrow();
    private final Caller caller = new Caller();
    private long argument;

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aLaunchFromBytesGivesTheSameDigest() {
        Bytes content = content();
        try (LaunchFixture typed = LaunchFixture.started(bench.processor, 1)) {
            typed.put(SnpPageType.NORMAL, 0, content);
            typed.channel.execute(FINISH);
            assertThat(call(INIT)).isZero();
            assertThat(call(START)).isZero();
            bench.stage(0, content);
            assertThat(call(bench.update(SnpPageType.NORMAL, 0, content.length())))
                    .isZero();
            assertThat(call(FINISH)).isZero();
            assertThat(bench.digest()).isEqualTo(typed.digest());
        }
    }

    @Test
    void writesBackWhatIsLeft() {
        bench.start();
        bench.stage(0, content());
        SevCommand<Rest> update = bench.update(SnpPageType.NORMAL, 0, 4 * PAGE);
        assertThat(call(update)).isZero();
        Bytes struct = caller.read(envelope().data(), SevCodec.structSize(update.id()));
        assertThat(SevCodec.decodeAnswer(update, struct)).isEqualTo(new Rest(2, bench.address(2 * PAGE), 2 * PAGE));
        assertThat(envelope().error()).isZero();
    }

    @Test
    void reportsTheFirmwaresStatus() {
        bench.start();
        bench.channel.execute(FINISH);
        assertThat(call(FINISH)).isEqualTo(Errno.EIO);
        assertThat(envelope().error()).isEqualTo(FirmwareStatus.INVALID_GUEST_STATE.code());
    }

    @Test
    void leavesTheStatusAloneWhenTheFirmwareWasNotAsked() {
        assertThat(call(START)).isEqualTo(Errno.ENOTTY);
        assertThat(envelope().error()).isEqualTo(UNTOUCHED);
    }

    @Test
    void answersTheQuestionWhetherSevIsThere() {
        assertThat(op.call(0, caller)).isZero();
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThat(op.call(0x1234, caller)).isEqualTo(Errno.EFAULT);
        assertThat(op.call(caller.place(new SevEnvelope(22, 0x1234, 0, 0).encode()), caller))
                .isEqualTo(Errno.EFAULT);
        assertThat(op.call(caller.place(new SevEnvelope(77, 0x1234, 0, 0).encode()), caller))
                .isEqualTo(Errno.EINVAL);
    }

    private int call(SevCommand<?> command) {
        SevCodec.Encoded encoded = SevCodec.encode(command, caller);
        long data = caller.place(encoded.struct());
        argument = caller.place(new SevEnvelope(encoded.id(), data, UNTOUCHED, 3).encode());
        return op.call(argument, caller);
    }

    private SevEnvelope envelope() {
        return SevEnvelope.decode(caller.read(argument, SevEnvelope.SIZE));
    }

    private static Bytes content() {
        byte[] bytes = new byte[2 * PAGE];
        new Random(11).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** A process's memory, as a table of what was placed. */
    private static final class Caller implements AddressSpace {
        private final Map<Long, Bytes> placed = new HashMap<>();

        @Override
        public long place(Bytes content) {
            long address = 0x10000L * (placed.size() + 1);
            placed.put(address, content);
            return address;
        }

        @Override
        public Bytes read(long address, int length) {
            Bytes content = placed.get(address);
            if (content == null || content.length() != length) {
                throw new SevCommandException("read", Errno.EFAULT, FirmwareStatus.NOT_CALLED);
            }
            return content;
        }

        @Override
        public void write(long address, Bytes content) {
            read(address, content.length());
            placed.put(address, content);
        }
    }
}
