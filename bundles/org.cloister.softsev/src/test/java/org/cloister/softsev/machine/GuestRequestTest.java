// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.GuestMessage;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.message.HeaderField;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.KeyResponse;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.message.ReportResponse;
import org.cloister.amd.message.RequestExit;
import org.cloister.amd.message.RootKey;
import org.cloister.amd.message.TscInfoRequest;
import org.cloister.amd.message.TscInfoResponse;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.request.TestReports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** SNP_GUEST_REQUEST through the hypervisor's channel, as a guest and as its host see it. */
class GuestRequestTest {
    private static final Bytes DATA = random(64);
    private static final long TCB = 0x5417000000000009L;

    private final TestReports reports = new TestReports();
    private final SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT, reports);
    private final RequestingGuest guest = new RequestingGuest(processor);

    @AfterEach
    void close() {
        guest.close();
        assertThat(processor.guests()).isZero();
    }

    @Test
    void aReportSaysWhoAskedAndIsSigned() {
        RequestExit exit = guest.ask(MessageType.REPORT_REQ, 1, 1, report(2, KeyChoice.ANY));

        assertThat(exit.exitInfo2()).isZero();
        MessageHeader header = GuestMessage.decode(exit.response(), "response").header();
        assertThat(header.violations()).isEmpty();
        assertThat(header.type()).contains(MessageType.REPORT_RSP);
        assertThat(header.sequence()).isEqualTo(2);
        assertThat(header.key()).isEqualTo(1);
        ReportResponse response = new ReportResponse(guest.opened(exit));
        assertThat(response.status()).isZero();
        AttestationReport report = AttestationReport.decode(response.report(), "report");
        assertThat(report.bytes(ReportField.REPORT_DATA)).isEqualTo(DATA);
        assertThat(report.number(ReportField.VMPL)).isEqualTo(2);
        assertThat(report.bytes(ReportField.MEASUREMENT)).isEqualTo(guest.bench.digest());
        assertThat(reports.verifies(report)).isTrue();
    }

    @Test
    void eachKeyCountsItsOwnMessages() {
        for (long sequence = 1; sequence < 9; sequence += 2) {
            for (int key = 0; key < 4; key++) {
                RequestExit exit = guest.ask(MessageType.REPORT_REQ, key, sequence, report(3, KeyChoice.VCEK));
                assertThat(GuestMessage.decode(exit.response(), "response")
                                .header()
                                .sequence())
                        .isEqualTo(sequence + 1);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> noOtherNumberThanTheNextIsTaken() {
        return Stream.of(0L, 1L, 2L, 4L, 5L, 1L << 32, -1L)
                .map(number -> DynamicTest.dynamicTest(Long.toUnsignedString(number), () -> {
                    try (RequestingGuest other = new RequestingGuest(processor)) {
                        answered(other, 0, 1);
                        refused(
                                other,
                                other.sealed(MessageType.REPORT_REQ, 0, number, report(0, KeyChoice.ANY)),
                                FirmwareStatus.AEAD_OFLOW);
                        answered(other, 0, 3);
                    }
                }));
    }

    @Test
    void aMessageIsTakenOnce() {
        Bytes page = guest.sealed(MessageType.REPORT_REQ, 0, 1, report(0, KeyChoice.ANY));
        assertThat(guest.ask(page).exitInfo2()).isZero();
        refused(guest, page, FirmwareStatus.AEAD_OFLOW);
    }

    @Test
    void theLastNumberIsNotPassed() {
        messages(0, -4);
        answered(guest, 0, -3);
        refused(
                guest,
                guest.sealed(MessageType.REPORT_REQ, 0, -1, report(0, KeyChoice.ANY)),
                FirmwareStatus.AEAD_OFLOW);
        refused(guest, guest.sealed(MessageType.REPORT_REQ, 0, 1, report(0, KeyChoice.ANY)), FirmwareStatus.AEAD_OFLOW);
    }

    /** A change of a good request's header, with what the firmware says to it. */
    private record Bad(String name, HeaderField field, long value, FirmwareStatus status) {}

    private static final List<Bad> BAD_HEADERS = List.of(
            new Bad("algorithm", HeaderField.ALGO, 0, FirmwareStatus.INVALID_PARAM),
            new Bad("header version 0", HeaderField.HDR_VERSION, 0, FirmwareStatus.INVALID_PARAM),
            new Bad("header version 2", HeaderField.HDR_VERSION, 2, FirmwareStatus.INVALID_PARAM),
            new Bad("header size", HeaderField.HDR_SIZE, 0x5f, FirmwareStatus.INVALID_PARAM),
            new Bad("no payload", HeaderField.MSG_SIZE, 0, FirmwareStatus.INVALID_PARAM),
            new Bad("odd payload", HeaderField.MSG_SIZE, 95, FirmwareStatus.INVALID_PARAM),
            new Bad("payload behind the page", HeaderField.MSG_SIZE, 4016, FirmwareStatus.INVALID_PARAM),
            new Bad("short payload", HeaderField.MSG_SIZE, 80, FirmwareStatus.INVALID_PARAM),
            new Bad("key 4", HeaderField.MSG_VMPCK, 4, FirmwareStatus.INVALID_PARAM),
            new Bad("message version 0", HeaderField.MSG_VERSION, 0, FirmwareStatus.INVALID_PARAM),
            new Bad("message version 2", HeaderField.MSG_VERSION, 2, FirmwareStatus.INVALID_PARAM),
            new Bad("type 0", HeaderField.MSG_TYPE, 0, FirmwareStatus.INVALID_PARAM),
            new Bad("a response", HeaderField.MSG_TYPE, 6, FirmwareStatus.INVALID_PARAM),
            new Bad("type 19", HeaderField.MSG_TYPE, 19, FirmwareStatus.INVALID_PARAM),
            new Bad("an export", HeaderField.MSG_TYPE, 7, FirmwareStatus.UNSUPPORTED));

    @TestFactory
    Stream<DynamicTest> badHeadersAreRefusedAndNothingIsCounted() {
        return BAD_HEADERS.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name, () -> {
                    try (RequestingGuest other = new RequestingGuest(processor)) {
                        MessageHeader good = MessageHeader.of(MessageType.REPORT_REQ, 1, 0, 1, ReportRequest.SIZE);
                        refused(other, sealedWith(other, good.with(bad.field, bad.value)), bad.status);
                        answered(other, 0, 1);
                    }
                }));
    }

    private static Bytes sealedWith(RequestingGuest guest, MessageHeader header) {
        byte[] payload = report(0, KeyChoice.ANY).toArray();
        if (header.size() <= GuestMessage.MOST) {
            return guest.sealed(header, Arrays.copyOf(payload, header.size()));
        }
        byte[] page = new byte[GuestMemory.PAGE];
        header.raw().copyTo(0, page, 0, MessageHeader.SIZE);
        return Bytes.of(page);
    }

    @Test
    void whatIsNotAuthenticIsRefused() {
        Bytes good = guest.sealed(MessageType.REPORT_REQ, 0, 1, report(0, KeyChoice.ANY));
        for (int at : new int[] {0, 15, 0x20, 0x38, 0x5f, 0x60, 0xbf}) {
            byte[] changed = good.toArray();
            changed[at] ^= 0x10;
            refused(guest, Bytes.of(changed), FirmwareStatus.BAD_MEASUREMENT);
        }
        try (RequestingGuest other = new RequestingGuest(processor)) {
            refused(
                    guest,
                    other.sealed(MessageType.REPORT_REQ, 0, 1, report(0, KeyChoice.ANY)),
                    FirmwareStatus.BAD_MEASUREMENT);
        }
        answered(guest, 0, 1);
    }

    @TestFactory
    Stream<DynamicTest> aReportThatCannotBeSaysWhyInItsResponse() {
        byte[] reserved = report(0, KeyChoice.ANY).toArray();
        reserved[0x5f] = 1;
        byte[] third = report(0, KeyChoice.ANY).toArray();
        third[0x44] = 3;
        return Stream.of(
                        new Refused("level above the key's", 2, report(1, KeyChoice.ANY), FirmwareStatus.INVALID_PARAM),
                        new Refused("level 4", 0, report(4, KeyChoice.ANY), FirmwareStatus.INVALID_PARAM),
                        new Refused("reserved", 0, Bytes.of(reserved), FirmwareStatus.INVALID_PARAM),
                        new Refused("reserved key", 0, Bytes.of(third), FirmwareStatus.INVALID_KEY),
                        new Refused("no VLEK", 0, report(0, KeyChoice.VLEK), FirmwareStatus.INVALID_KEY))
                .map(row -> DynamicTest.dynamicTest(row.name, () -> {
                    try (RequestingGuest other = new RequestingGuest(processor)) {
                        RequestExit exit = other.ask(MessageType.REPORT_REQ, row.key, 1, row.payload);
                        assertThat(exit.exitInfo2()).isZero();
                        ReportResponse response = new ReportResponse(other.opened(exit));
                        assertThat(response.status()).isEqualTo(row.status.code());
                        assertThat(response.report().isZero()).isTrue();
                        answered(other, row.key, 3);
                    }
                }));
    }

    private record Refused(String name, int key, Bytes payload, FirmwareStatus status) {}

    @TestFactory
    Stream<DynamicTest> aKeyThatCannotBeSaysWhyInItsResponse() {
        return Stream.of(
                        refusedKey("level above the key's", 1, KeyRequest.Wanted.of(0), FirmwareStatus.INVALID_PARAM),
                        refusedKey(
                                "guest_svn above the guest's",
                                0,
                                wanted(GuestField.GUEST_SVN, 1, 0),
                                FirmwareStatus.INVALID_PARAM),
                        refusedKey(
                                "tcb_version above the committed one",
                                0,
                                wanted(GuestField.TCB_VERSION, 0, TCB + 1),
                                FirmwareStatus.INVALID_PARAM),
                        refusedKey(
                                "no VLEK",
                                0,
                                new KeyRequest.Wanted(RootKey.PLATFORM, KeyChoice.VLEK, Set.of(), 0, 0, 0, 0),
                                FirmwareStatus.INVALID_KEY))
                .map(row -> DynamicTest.dynamicTest(row.name, () -> {
                    try (RequestingGuest other = new RequestingGuest(processor);
                            KeyResponse response = KeyResponse.decode(
                                    other.opened(other.ask(MessageType.KEY_REQ, row.key, 1, row.payload))
                                            .toArray())) {
                        assertThat(response.status()).isEqualTo(row.status.code());
                        assertThat(response.key()).containsOnly(0);
                    }
                }));
    }

    private static Refused refusedKey(String name, int key, KeyRequest.Wanted wanted, FirmwareStatus status) {
        return new Refused(name, key, KeyRequest.of(wanted).raw(), status);
    }

    private static KeyRequest.Wanted wanted(GuestField field, int svn, long tcb) {
        return new KeyRequest.Wanted(RootKey.PLATFORM, KeyChoice.ANY, Set.of(field), 0, svn, tcb, 0);
    }

    @Test
    void mitigationsThatAreNotInForceAreRefused() {
        KeyRequest.Wanted wanted = new KeyRequest.Wanted(
                RootKey.PLATFORM, KeyChoice.ANY, Set.of(GuestField.LAUNCH_MIT_VECTOR), 0, 0, 0, 1);
        Bytes payload = KeyRequest.of(wanted).raw();
        MessageHeader header = MessageHeader.of(MessageType.KEY_REQ, 2, 0, 1, payload.length());
        RequestExit exit = guest.ask(guest.sealed(header, payload.toArray()));
        try (KeyResponse response = KeyResponse.decode(guest.opened(exit).toArray())) {
            assertThat(response.status()).isEqualTo(FirmwareStatus.INVALID_PARAM.code());
        }
    }

    @Test
    void aKeyIsTheSameForTheSameGuestAndTcb() {
        KeyRequest.Wanted wanted = wanted(GuestField.TCB_VERSION, 0, TCB);
        Bytes first = key(guest, 1, wanted);
        assertThat(key(guest, 3, wanted)).isEqualTo(first);
        try (RequestingGuest twin = new RequestingGuest(processor)) {
            assertThat(key(twin, 1, wanted)).as("the chip's key").isEqualTo(first);
            KeyRequest.Wanted own = new KeyRequest.Wanted(RootKey.VMRK, KeyChoice.ANY, Set.of(), 0, 0, 0, 0);
            assertThat(key(twin, 3, own)).as("the guest's key").isNotEqualTo(key(guest, 5, own));
        }
        SoftProcessor otherChip = new SoftProcessor(PlatformSettings.DEFAULT, reports);
        try (RequestingGuest elsewhere = new RequestingGuest(otherChip)) {
            assertThat(key(elsewhere, 1, wanted)).as("another chip").isNotEqualTo(first);
        }
    }

    @Test
    void theClockOfAGuestWithoutSecureTscIsNotScaled() {
        RequestExit exit =
                guest.ask(MessageType.TSC_INFO_REQ, 0, 1, TscInfoRequest.of().raw());
        TscInfoResponse clock = new TscInfoResponse(guest.opened(exit));
        assertThat(clock.status()).isZero();
        assertThat(clock.scale()).isZero();
        assertThat(clock.offset()).isZero();
        assertThat(clock.factor()).isEqualTo(200);
        assertThat(clock.violations()).isEmpty();

        byte[] odd = new byte[128];
        odd[127] = 1;
        exit = guest.ask(MessageType.TSC_INFO_REQ, 0, 3, Bytes.of(odd));
        assertThat(new TscInfoResponse(guest.opened(exit)).status()).isEqualTo(FirmwareStatus.INVALID_PARAM.code());
    }

    @Test
    void certificatesWaitForEnoughRoom() {
        Bytes page = guest.sealed(MessageType.REPORT_REQ, 0, 1, report(0, KeyChoice.ANY));
        for (int pages = 0; pages < 2; pages++) {
            RequestExit small = guest.channel.extended(page, pages);
            assertThat(small.vmmError()).isEqualTo(RequestExit.LENGTH);
            assertThat(small.firmwareStatus()).isZero();
            assertThat(small.pages()).isEqualTo(2);
            assertThat(small.response()).isEqualTo(Bytes.EMPTY);
        }
        RequestExit exit = guest.channel.extended(page, 2);
        assertThat(exit.exitInfo2()).isZero();
        assertThat(exit.certificates()).isEqualTo(TestReports.TABLE);
        assertThat(new ReportResponse(guest.opened(exit)).status()).isZero();
    }

    @Test
    void onlyAGuestThatRunsIsAnswered() {
        Bytes page = guest.sealed(MessageType.REPORT_REQ, 0, 1, report(0, KeyChoice.ANY));
        try (LaunchFixture unstarted = new LaunchFixture()) {
            assertThat(channel(unstarted).request(page).firmwareStatus())
                    .isEqualTo(FirmwareStatus.INVALID_GUEST.code());
            unstarted.start();
            assertThat(channel(unstarted).request(page).firmwareStatus())
                    .isEqualTo(FirmwareStatus.INVALID_GUEST_STATE.code());
            unstarted.close();
            assertThat(channel(unstarted).request(page).firmwareStatus())
                    .isEqualTo(FirmwareStatus.INVALID_GUEST.code());
        }
        assertThatThrownBy(() -> guest.channel.request(page.slice(0, 4095)))
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("request.page"));
    }

    @Test
    void otherGuestsHaveNoRequests() {
        MachineSpec spec = new MachineSpec(new GuestType("sev-es"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);
        try (SoftMachine machine = new SoftMachine(spec, processor, Optional::empty)) {
            assertThat(machine.adapt(GuestRequests.class)).isEmpty();
        }
    }

    @Test
    void theHypervisorSeesSealedMessagesOnly() {
        Bytes report = new ReportResponse(
                        guest.opened(guest.ask(MessageType.REPORT_REQ, 0, 1, report(0, KeyChoice.ANY))))
                .report();
        Bytes key = key(guest, 3, KeyRequest.Wanted.of(0));
        List<Bytes> secrets = new ArrayList<>(List.of(DATA, key, guest.bench.digest(), report.slice(0x2a0, 48)));
        Arrays.stream(guest.keys).map(Bytes::of).forEach(secrets::add);
        for (Bytes secret : secrets) {
            for (int at = 0; at + 16 <= secret.length(); at += 16) {
                String run = secret.slice(at, 16).hex();
                assertThat(guest.seen).noneMatch(page -> page.hex().contains(run));
            }
        }
        assertThat(guest.seen).hasSize(4);
        assertThat(guest.bench.hostView(RequestingGuest.SECRETS).hex())
                .doesNotContain(Bytes.of(guest.keys[0]).hex());
    }

    @Test
    void levelsAskAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> askers = Stream.of(0, 1, 2, 3)
                    .map(key -> (Callable<Long>) () -> askedOften(key))
                    .toList();
            for (Future<Long> asked : threads.invokeAll(askers)) {
                assertThat(asked.get()).isEqualTo(100);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private long askedOften(int key) {
        long last = 0;
        for (long sequence = 1; sequence < 100; sequence += 2) {
            Bytes page = guest.sealed(
                    MessageType.TSC_INFO_REQ, key, sequence, TscInfoRequest.of().raw());
            RequestExit exit = guest.channel.request(page);
            last = GuestMessage.decode(exit.response(), "response").header().sequence();
        }
        return last;
    }

    private void messages(int key, long count) {
        ((SnpChannel) guest.bench.channel).guest().orElseThrow().messageKeys().count(key, count);
    }

    private static GuestRequests channel(LaunchFixture bench) {
        return bench.machine.adapt(GuestRequests.class).orElseThrow();
    }

    private static void answered(RequestingGuest guest, int key, long sequence) {
        RequestExit exit = guest.ask(MessageType.REPORT_REQ, key, sequence, report(3, KeyChoice.ANY));
        assertThat(exit.exitInfo2()).isZero();
        assertThat(new ReportResponse(guest.opened(exit)).status()).isZero();
    }

    private static void refused(RequestingGuest guest, Bytes page, FirmwareStatus status) {
        RequestExit exit = guest.ask(page);
        assertThat(exit.exitInfo2()).isEqualTo(status.code());
        assertThat(exit.response()).isEqualTo(Bytes.EMPTY);
    }

    private static Bytes key(RequestingGuest guest, long sequence, KeyRequest.Wanted wanted) {
        RequestExit exit = guest.ask(
                MessageType.KEY_REQ, 0, sequence, KeyRequest.of(wanted).raw());
        try (KeyResponse response = KeyResponse.decode(guest.opened(exit).toArray())) {
            assertThat(response.status()).isZero();
            return Bytes.of(response.key());
        }
    }

    private static Bytes report(int vmpl, KeyChoice key) {
        return ReportRequest.of(DATA, vmpl, key).raw();
    }

    private static Bytes random(int length) {
        byte[] bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
