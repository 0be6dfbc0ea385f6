// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.INIT;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.START;

import java.util.Random;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.amd.channel.SnpLaunchUpdate.Rest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.MemoryEncryptOp;
import org.cloister.softsev.memory.PageSources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryEncryptOpTest {
    private static final int UNTOUCHED = 0x5a5a5a5a;

    private final LaunchFixture bench = new LaunchFixture();
    private final MemoryEncryptOp op =
            bench.machine.adapt(MemoryEncryptOp.class).orElseThrow();
    private final CallerMemory caller = new CallerMemory();
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
        assertThat(SevCodec.decodeAnswer(update, struct, caller))
                .isEqualTo(new Rest(2, bench.address(2 * PAGE), 2 * PAGE));
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

    @Test
    void tellsALengthBesideTheFirmwaresRefusal() {
        MemoryEncryptOp measuring = new EncodedCommands(new Measuring(content().slice(0, 48)));
        assertThat(call(measuring, LaunchMeasure.LENGTH)).isEqualTo(Errno.EIO);
        assertThat(envelope().error()).isEqualTo(FirmwareStatus.INVALID_LEN.code());
        assertThat(answer(LaunchMeasure.LENGTH)).isEqualTo(Blob.ofLength(48));
    }

    @Test
    void writesAnAnswerIntoTheCallersBuffer() {
        MemoryEncryptOp measuring = new EncodedCommands(new Measuring(content().slice(0, 48)));
        LaunchMeasure command = new LaunchMeasure(64);
        assertThat(call(measuring, command)).isZero();
        assertThat(envelope().error()).isZero();
        assertThat(answer(command)).isEqualTo(Blob.of(content().slice(0, 48)));
    }

    @Test
    void takesACommandWithoutAStruct() {
        GuestChannel willing = new Firmware() {
            @Override
            @SuppressWarnings("unchecked")
            public <A> A execute(SevCommand<A> command, PageSources caller) {
                assertThat(command).isSameAs(BareSevCommand.SEND_CANCEL);
                return (A) SevCommand.Done.DONE;
            }
        };
        argument = caller.place(new SevEnvelope(21, 0, UNTOUCHED, 3).encode());
        assertThat(new EncodedCommands(willing).call(argument, caller)).isZero();
        assertThat(envelope()).isEqualTo(new SevEnvelope(21, 0, 0, 3));
    }

    private int call(SevCommand<?> command) {
        return call(op, command);
    }

    private int call(MemoryEncryptOp target, SevCommand<?> command) {
        SevCodec.Encoded encoded = SevCodec.encode(command, caller);
        long data = caller.place(encoded.struct());
        argument = caller.place(new SevEnvelope(encoded.id(), data, UNTOUCHED, 3).encode());
        return target.call(argument, caller);
    }

    private SevEnvelope envelope() {
        return SevEnvelope.decode(caller.read(argument, SevEnvelope.SIZE));
    }

    private <A> A answer(SevCommand<A> command) {
        Bytes struct = caller.read(envelope().data(), SevCodec.structSize(command.id()));
        return SevCodec.decodeAnswer(command, struct, caller);
    }

    private static Bytes content() {
        byte[] bytes = new byte[2 * PAGE];
        new Random(11).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** Firmware that takes commands in every state. */
    private interface Firmware extends GuestChannel {
        @Override
        default void admit(int id) {}

        @Override
        default void close() {}
    }

    /** Firmware that knows one measurement. */
    private record Measuring(Bytes measurement) implements Firmware {
        @Override
        @SuppressWarnings("unchecked")
        public <A> A execute(SevCommand<A> command, PageSources caller) {
            return (A) (command.asksLength() ? Blob.ofLength(measurement.length()) : Blob.of(measurement));
        }
    }
}
