// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.cloister.softsev.machine.LaunchFixture.refused;
import static org.cloister.softsev.machine.SevFixture.SHARED;
import static org.cloister.softsev.machine.SevFixture.content;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.GetAttestationReport;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.ReceiveUpdateData;
import org.cloister.amd.channel.ReceiveUpdateVmsa;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevGuestStatus.State;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.Platforms;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending and receiving: what each check refuses, and that a refusal changes nothing. */
class SevTransferTest {
    private static final Bytes PAGE = content(4096);

    private final SevFixture from = new SevFixture("sev");
    private final SevFixture to = new SevFixture("sev");

    @AfterEach
    void close() {
        from.close();
        to.close();
        assertThat(SHARED.asids() + SHARED.guests() + SHARED.machines()).isZero();
        assertThat(SHARED.pages()).isZero();
    }

    @Test
    void aGuestGoesOnWhereItWasSent() {
        moving(0);
        to.channel.execute(taken(sent(0, 4096), 0));
        from.channel.execute(BareSevCommand.SEND_FINISH);
        assertThat(from.state()).isEqualTo(State.SENT);
        to.channel.execute(BareSevCommand.RECEIVE_FINISH);
        assertThat(to.guest(0, 4096)).isEqualTo(PAGE);
        assertThat(to.host(0, 4096)).isNotEqualTo(PAGE).isNotEqualTo(from.host(0, 4096));
        to.machine.memory().guestView().write(0x3000, Bytes.ofHex("c0ffee"));
        assertThat(to.guest(0x3000, 3).hex()).isEqualTo("c0ffee");
    }

    @Test
    void whatIsSentIsSealedEachTimeWithAnotherIv() {
        moving(0);
        SendUpdateData.Packet first = sent(0, 4096);
        assertThat(sent(0, 4096).payload()).isNotEqualTo(first.payload());
    }

    @Test
    void packetsAreTakenRepeatedlyAndElsewhere() {
        moving(0);
        SendUpdateData.Packet packet = sent(0, 4096);
        to.channel.execute(taken(packet, 0x5000));
        to.channel.execute(taken(packet, 0x5000));
        to.channel.execute(taken(packet, 0x2000));
        to.channel.execute(BareSevCommand.RECEIVE_FINISH);
        assertThat(to.guest(0x5000, 4096)).isEqualTo(PAGE);
        assertThat(to.guest(0x2000, 4096)).isEqualTo(PAGE);
    }

    @Test
    void aChangedPacketLeavesMemoryAsItWas() {
        moving(0);
        SendUpdateData.Packet packet = sent(0, 16);
        to.channel.execute(taken(packet, 0));
        Bytes before = to.host(0, 4096);
        Bytes header = packet.header().content();
        Bytes payload = packet.payload().content();
        for (int at = 4; at < PacketHeader.SIZE; at++) {
            ReceiveUpdateData changed = taken(flipped(header, at), payload, 16);
            refused(FirmwareStatus.BAD_MEASUREMENT, () -> to.channel.execute(changed));
        }
        for (int at = 0; at < 16; at++) {
            ReceiveUpdateData changed = taken(header, flipped(payload, at), 16);
            refused(FirmwareStatus.BAD_MEASUREMENT, () -> to.channel.execute(changed));
        }
        assertThat(to.host(0, 4096)).isEqualTo(before);
        to.channel.execute(taken(packet, 0));
    }

    @Test
    void compressionIsRefusedBeforeTheCode() {
        moving(0);
        SendUpdateData.Packet packet = sent(0, 16);
        Bytes header = packet.header().content();
        Bytes payload = packet.payload().content();
        byte[] compressed = header.toArray();
        compressed[0] |= 1;
        refused(
                FirmwareStatus.UNSUPPORTED,
                () -> to.channel.execute(taken(Bytes.of(compressed), flipped(payload, 0), 16)));
        compressed[0] = 2;
        refused(FirmwareStatus.BAD_MEASUREMENT, () -> to.channel.execute(taken(Bytes.of(compressed), payload, 16)));
    }

    @Test
    void packetsOfAnotherSessionAreRefused() {
        moving(0);
        SendUpdateData.Packet old = sent(0, 16);
        from.channel.execute(BareSevCommand.SEND_CANCEL);
        assertThat(from.state()).isEqualTo(State.RUNNING);
        SendStart.Session again = from.channel.execute(from.sendToItself());
        to.machine.close();
        try (SevFixture other = new SevFixture("sev")) {
            other.channel.execute(SevFixture.INIT2);
            other.channel.execute(
                    new ReceiveStart(0, again.policy(), pdh(), again.session().content()));
            ReceiveUpdateData replayed = new ReceiveUpdateData(
                    old.header().content(), other.address(0), 16, old.payload().content());
            refused(FirmwareStatus.BAD_MEASUREMENT, () -> other.channel.execute(replayed));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,     15,   52, 4096, 5/04",
        "0,     4096, 51, 4096, 5/04",
        "0,     4096, 52, 4095, 5/04",
        "8,     16,   52, 16,   5/09",
        "0,     0,    52, 16,   22/-",
        "0,     4097, 52, 8192, 22/-",
        "0xff8, 16,   52, 16,   22/-",
        "0xffff0, 32, 52, 32,   22/-",
        "0x100000, 16, 52, 16,  12/-",
        "0xff0, 16,   52, 16,   done",
        "0,     4096, 64, 8192, done"
    })
    void whatCanBeSentAtOnce(String gpa, long length, int header, int payload, String expected) {
        moving(0);
        SendUpdateData command = new SendUpdateData(SevAddresses.of(Long.decode(gpa)), length, header, payload);
        expect(expected, () -> from.channel.execute(command));
    }

    @ParameterizedTest
    @CsvSource({
        "0,     16,   52, 16, done",
        "0,     16,   60, 16, done",
        "0,     32,   52, 16, 5/04",
        "0,     15,   52, 15, 5/04",
        "0,     16,   51, 16, 5/04",
        "8,     16,   52, 16, 5/09",
        "0,     0,    52, 16, 22/-",
        "0xff8, 16,   52, 16, 22/-",
        "0x100000, 16, 52, 16, 12/-"
    })
    void whatCanBeReceivedAtOnce(String gpa, long length, int header, int payload, String expected) {
        moving(0);
        SendUpdateData.Packet packet = sent(0, 16);
        byte[] longer = new byte[header];
        packet.header().content().copyTo(0, longer, 0, Math.min(header, PacketHeader.SIZE));
        ReceiveUpdateData command = new ReceiveUpdateData(
                Bytes.of(longer),
                SevAddresses.of(Long.decode(gpa)),
                length,
                packet.payload().content().slice(0, payload));
        expect(expected, () -> to.channel.execute(command));
    }

    @Test
    void theHeadersLengthIsAskedBeforeTheState() {
        from.run(0, PAGE);
        refused(
                FirmwareStatus.INVALID_LEN,
                () -> from.channel.execute(new SendUpdateData(from.address(0), 16, 51, 16)));
        refused(
                FirmwareStatus.INVALID_GUEST_STATE,
                () -> from.channel.execute(new SendUpdateData(from.address(0), 16, 52, 16)));
    }

    @Test
    void aReceivedGuestHasNoMeasurement() {
        moving(0);
        to.channel.execute(BareSevCommand.RECEIVE_FINISH);
        Bytes report = LengthQuery.fetch(to.channel, GetAttestationReport.length(content(16)))
                .content();
        assertThat(SevReport.LAUNCH_DIGEST.in(report).isZero()).isTrue();
        refused(FirmwareStatus.INVALID_GUEST_STATE, () -> to.channel.execute(SevFixture.MEASURE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 129, 16384})
    void aSessionHasOneLength(int room) {
        from.run(0, PAGE);
        SendStart start = from.sendToItself();
        SendStart other =
                new SendStart(start.certificate(), start.platformCertificates(), start.amdCertificates(), room);
        refused(FirmwareStatus.INVALID_LEN, () -> from.channel.execute(other));
        assertThat(from.state()).isEqualTo(State.RUNNING);
    }

    @ParameterizedTest
    @CsvSource({
        "session, 127, 5/04",
        "pdh, 2083, 5/04",
        "version, 0, 5/06",
        "usage, 8, 5/06",
        "point, 32, 5/06",
        "nonce, 0, 5/0b",
        "keys, 16, 5/0b",
        "iv, 48, 5/0b",
        "wrap code, 64, 5/0b",
        "policy code, 96, 5/0b",
        "policy, 2, 5/0b",
        "none, 0, done"
    })
    void whatBeginsToReceive(String what, int at, String expected) {
        to.channel.execute(SevFixture.INIT2);
        ReceiveStart right = to.receiving(0);
        Bytes pdh = right.certificate();
        Bytes session = right.session();
        ReceiveStart changed = switch (what) {
            case "session" -> new ReceiveStart(0, 0, pdh, session.slice(0, at));
            case "pdh" -> new ReceiveStart(0, 0, pdh.slice(0, at), session);
            case "version", "usage", "point" -> new ReceiveStart(0, 0, flipped(pdh, at), session);
            case "policy" -> new ReceiveStart(0, at, pdh, session);
            case "none" -> right;
            default -> new ReceiveStart(0, 0, pdh, flipped(session, at));
        };
        expect(expected, () -> to.channel.execute(changed));
        assertThat(SHARED.guests()).isEqualTo(expected.equals("done") ? 1 : 0);
        assertThat(session.length()).isEqualTo(SessionBlob.SIZE);
    }

    @ParameterizedTest
    @CsvSource({"0x40, 5/07", "0x020000, 5/07", "0x37010000, done", "0x38010000, 5/07", "0x8, done", "0x20, done"})
    void whatAReceiverAsksOfThePolicy(String policy, String expected) {
        to.channel.execute(SevFixture.INIT2);
        expect(expected, () -> to.channel.execute(to.receiving(Integer.decode(policy))));
    }

    @Test
    void aReceivedGuestMayShareAKey() {
        to.channel.execute(SevFixture.INIT2);
        int handle = to.channel.execute(to.receiving(0)).value();
        from.channel.execute(SevFixture.INIT2);
        ReceiveStart own = from.receiving(0);
        expect("5/10", () -> from.channel.execute(with(own, 1000)));
        ReceiveStart other = from.receiving(8);
        expect("5/07", () -> from.channel.execute(with(other, handle)));
        ReceiveStart sharing = from.receiving(0);
        from.channel.execute(with(sharing, handle));
        to.channel.execute(to.data(to.address(0), PAGE.toArray()));
        from.channel.execute(from.data(from.address(0), PAGE.toArray()));
        assertThat(from.host(0, 4096)).isEqualTo(to.host(0, 4096));
    }

    @Test
    void aGuestThatForbidsItSharesNoKey() {
        to.channel.execute(SevFixture.INIT2);
        int handle = to.channel.execute(to.receiving(2)).value();
        from.channel.execute(SevFixture.INIT2);
        ReceiveStart sharing = from.receiving(2);
        expect("5/07", () -> from.channel.execute(with(sharing, handle)));
        assertThat(SHARED.guests()).isEqualTo(1);
    }

    @Test
    void aPlatformThatWasResetReceivesNothing() {
        SoftProcessor processor = Platforms.fresh();
        try (SevFixture bench = new SevFixture(processor, "sev", 1)) {
            bench.channel.execute(SevFixture.INIT2);
            ReceiveStart start = bench.receiving(0);
            processor.commands().execute(BarePlatformCommand.FACTORY_RESET);
            expect("5/01", () -> bench.channel.execute(start));
        }
    }

    @Test
    void withoutIdentifiersForItNoSevEsIsReceived() {
        PlatformSettings none =
                new PlatformSettings(10, 1, 51, 1, PlatformSettings.DEFAULT.generation(), 0, 512, 1L << 40);
        try (SevFixture bench = new SevFixture(new SoftProcessor(none), "sev", 1)) {
            bench.channel.execute(SevFixture.INIT2);
            expect("5/15", () -> bench.channel.execute(bench.receiving(4)));
            expect("5/15", () -> bench.channel.execute(SevFixture.withoutSession(4)));
            assertThat(bench.processor.guests()).isZero();
        }
    }

    @Test
    void statesOfProcessorsAreTakenWhole() {
        try (SevFixture bench = new SevFixture("sev-es")) {
            bench.channel.execute(SevFixture.INIT2);
            bench.channel.execute(bench.receiving(4));
            ReceiveUpdateVmsa half = bench.vmsa(0, new byte[2048]);
            expect("5/04", () -> bench.channel.execute(half));
            ReceiveUpdateVmsa elsewhere = bench.vmsa(1, new byte[4096]);
            expect("22/-", () -> bench.channel.execute(elsewhere));
            byte[] reserved = new byte[4096];
            reserved[4095] = 1;
            ReceiveUpdateVmsa unknown = bench.vmsa(0, reserved);
            expect("5/16", () -> bench.channel.execute(unknown));
            byte[] vmsa = new byte[4096];
            vmsa[0x170] = 2;
            vmsa[0x388] = 5;
            bench.channel.execute(bench.vmsa(0, vmsa));
            assertThat(bench.machine.vcpu(0)).isEqualTo(VcpuState.of(0, Map.of("rflags", 2L)));
            VcpuState later = VcpuState.of(0, Map.of("rip", 1L));
            assertThatExceptionOfType(CloisterException.class).isThrownBy(() -> bench.machine.setVcpu(later));
            bench.channel.execute(BareSevCommand.RECEIVE_FINISH);
            bench.channel.execute(bench.sendToItself());
            assertThat(bench.channel.execute(new SendUpdateVmsa(0)).payload().length())
                    .isEqualTo(4096);
        }
    }

    @Test
    void aProcessorWithoutAStateIsNotSent() {
        try (SevFixture bench = new SevFixture("sev-es")) {
            bench.run(4, PAGE);
            bench.channel.execute(bench.sendToItself());
            expect("5/16", () -> bench.channel.execute(new SendUpdateVmsa(0)));
            expect("22/-", () -> bench.channel.execute(new SendUpdateVmsa(1)));
            expect("22/-", () -> bench.channel.execute(new SendUpdateVmsa(-1)));
        }
    }

    private void moving(int policy) {
        from.run(policy, PAGE);
        SendStart.Session session = from.channel.execute(from.sendToItself());
        to.channel.execute(SevFixture.INIT2);
        to.channel.execute(
                new ReceiveStart(0, session.policy(), pdh(), session.session().content()));
    }

    private Bytes pdh() {
        return from.sendToItself().certificate();
    }

    private SendUpdateData.Packet sent(long gpa, int length) {
        return LengthQuery.fetch(from.channel, SendUpdateData.length(from.address(gpa), length));
    }

    private ReceiveUpdateData taken(SendUpdateData.Packet packet, long gpa) {
        Bytes payload = packet.payload().content();
        return new ReceiveUpdateData(packet.header().content(), to.address(gpa), payload.length(), payload);
    }

    private ReceiveUpdateData taken(Bytes header, Bytes payload, long length) {
        return new ReceiveUpdateData(header, to.address(0), length, payload);
    }

    private static ReceiveStart with(ReceiveStart start, int handle) {
        return new ReceiveStart(handle, start.policy(), start.certificate(), start.session());
    }

    /** {@code done}, an error number of the kernel's with {@code -}, or one with the firmware's status. */
    private static void expect(String answer, ThrowingCallable call) {
        if (answer.equals("done")) {
            assertThatNoException().isThrownBy(call);
        } else if (answer.endsWith("/-")) {
            refused(Integer.parseInt(answer.substring(0, answer.length() - 2)), call);
        } else {
            refused(FirmwareStatus.of(Integer.parseInt(answer.substring(2), 16)).orElseThrow(), call);
        }
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] image = bytes.toArray();
        image[at] ^= 0x40;
        return Bytes.of(image);
    }
}
