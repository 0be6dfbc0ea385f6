// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.KeyResponse;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.message.ReportResponse;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.cloister.guest.GuestKey;
import org.cloister.guest.GuestRequestException;
import org.cloister.guest.RetryPolicy;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest makes of a driver's answers. */
class DeviceGuestTest {
    private static final Bytes DATA = Bytes.ofHex("c0ffee");

    private final Driver driver = new Driver();
    private final DeviceGuest guest = new DeviceGuest(driver, new RetryPolicy(3, () -> {}));

    @Test
    void aReportIsTakenOutOfItsResponse() {
        driver.then(DeviceGuestTest::reported);
        assertThat(guest.report(DATA, 1).slice(0x50, 3)).isEqualTo(DATA);
        DeviceCall call = driver.calls.get(0);
        assertThat(call.ioctl()).isEqualTo(SevGuestIoctl.GET_REPORT);
        assertThat(call.request().length()).isEqualTo(call.ioctl().request());
        assertThat(new ReportRequest(call.request()).vmpl()).isEqualTo(1);
    }

    @Test
    void certificatesAreAskedForAgainWithTheRoomTheyNeed() {
        driver.then(call -> {
            ExtendedReportStruct asked = ExtendedReportStruct.decode(call.request());
            Bytes changed = new ExtendedReportStruct(asked.report(), 1, 12288).encode();
            return new DeviceAnswer(Errno.EIO, 1L << 32, changed, new byte[4000], Bytes.EMPTY);
        });
        driver.then(DeviceGuestTest::reported);
        Evidence evidence = guest.extendedReport(DATA, 0);
        assertThat(driver.calls).extracting(DeviceCall::room).containsExactly(8192, 12288);
        assertThat(evidence.certificates().length()).isEqualTo(12288);
    }

    @Test
    void roomThatIsNoneIsNotGiven() {
        for (int needed : new int[] {0, -1, 4095, 1 << 20}) {
            driver.then(call -> {
                ExtendedReportStruct asked = ExtendedReportStruct.decode(call.request());
                Bytes changed = new ExtendedReportStruct(asked.report(), 1, needed).encode();
                return new DeviceAnswer(Errno.EIO, 1L << 32, changed, new byte[4000], Bytes.EMPTY);
            });
            assertThat(problem(() -> guest.extendedReport(DATA, 0)).code()).isEqualTo("guest.certificates");
        }
    }

    @Test
    void anEmptyTableIsNone() {
        driver.then(call ->
                new DeviceAnswer(0, 0, call.request(), reported(call).response(), Bytes.of(new byte[call.room()])));
        assertThat(guest.extendedReport(DATA, 0).certificates()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void aKeyIsTakenOutOfItsResponse() {
        byte[][] given = new byte[1][];
        driver.then(call -> {
            given[0] = KeyResponse.of(0, new byte[] {
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
                        27, 28, 29, 30, 31, 32
                    })
                    .encode();
            return new DeviceAnswer(0, 0, call.request(), given[0], Bytes.EMPTY);
        });
        try (GuestKey key = guest.derivedKey(KeyRequest.Wanted.of(2))) {
            assertThat(key.bytes()).startsWith(1, 2, 3).hasSize(32);
        }
        assertThat(given[0]).as("the driver's answer is wiped").containsOnly(0);
        assertThat(driver.calls.get(0).request().length()).isEqualTo(32);
    }

    @Test
    void zerosAreNoKey() {
        driver.then(call -> new DeviceAnswer(0, 0, call.request(), new byte[64], Bytes.EMPTY));
        assertThat(problem(() -> guest.derivedKey(KeyRequest.Wanted.of(0))).code())
                .isEqualTo("guest.response");
    }

    @Test
    void aBusyHostIsAskedAgain() {
        driver.then(call -> new DeviceAnswer(Errno.EAGAIN, 0, call.request(), new byte[4000], Bytes.EMPTY));
        driver.then(call -> new DeviceAnswer(Errno.EIO, 2L << 32, call.request(), new byte[4000], Bytes.EMPTY));
        driver.then(DeviceGuestTest::reported);
        assertThat(guest.report(DATA, 0)).isNotNull();
        for (int i = 0; i < 3; i++) {
            driver.then(call -> new DeviceAnswer(Errno.EIO, 2L << 32, call.request(), new byte[4000], Bytes.EMPTY));
        }
        assertThat(((GuestRequestException) failure(() -> guest.report(DATA, 0))).vmmError())
                .isEqualTo(2);
        assertThat(driver.calls).hasSize(6);
    }

    @Test
    void theFirmwaresStatusIsToldWhereverItStands() {
        driver.then(call -> new DeviceAnswer(Errno.EIO, 0x27, call.request(), new byte[4000], Bytes.EMPTY));
        assertThat(((GuestRequestException) failure(() -> guest.report(DATA, 0))).firmwareStatus())
                .isEqualTo(0x27);
        driver.then(call -> new DeviceAnswer(
                0,
                0,
                call.request(),
                ReportResponse.of(0x16, Bytes.of(new byte[1184])).raw().toArray(),
                Bytes.EMPTY));
        assertThat(((GuestRequestException) failure(() -> guest.report(DATA, 0))).firmwareStatus())
                .isEqualTo(0x16);
    }

    @ParameterizedTest
    @ValueSource(longs = {0xff, -1})
    void aDriverThatFailsBeforeItAsksNobodyIsNoRefusal(long untouched) {
        driver.then(call -> new DeviceAnswer(Errno.ENOTTY, untouched, call.request(), new byte[4000], Bytes.EMPTY));
        Problem problem = problem(() -> guest.report(DATA, 0));
        assertThat(problem.code()).isEqualTo("guest.device.ioctl");
        assertThat(problem.remedy()).contains("VMPCK is disabled");
    }

    @TestFactory
    Stream<DynamicTest> everyErrorNumberSaysWhatToDo() {
        record Row(int errno, String code, Problem.Kind kind, String remedy) {}
        return Stream.of(
                        new Row(Errno.ENOENT, "guest.device.missing", Problem.Kind.HOST, "modprobe sev-guest"),
                        new Row(Errno.EACCES, "guest.device.permission", Problem.Kind.HOST, "as root"),
                        new Row(Errno.EPERM, "guest.device.permission", Problem.Kind.HOST, "as root"),
                        new Row(Errno.ENODEV, "guest.device.driver", Problem.Kind.HOST, "sev-guest"),
                        new Row(Errno.ENOTTY, "guest.device.ioctl", Problem.Kind.HOST, "5.19"),
                        new Row(Errno.EINVAL, "guest.device.refused", Problem.Kind.INPUT, "version"),
                        new Row(Errno.ENOMEM, "guest.device.failed", Problem.Kind.OPERATION, "restarts"))
                .map(row -> DynamicTest.dynamicTest(Errno.name(row.errno), () -> {
                    driver.then(call -> DeviceAnswer.failed(row.errno, call.request()));
                    Problem problem = problem(() -> guest.report(DATA, 0));
                    assertThat(problem.code()).isEqualTo(row.code);
                    assertThat(problem.kind()).isEqualTo(row.kind);
                    assertThat(problem.remedy()).contains(row.remedy);
                    assertThat(problem.where()).isEqualTo("/dev/sev-guest");
                }));
    }

    @Test
    void aReportForSomebodyElseIsNotTaken() {
        driver.then(call -> reported(new DeviceCall(
                call.ioctl(),
                ReportRequest.of(Bytes.of(new byte[64]), 0, org.cloister.amd.message.KeyChoice.ANY)
                        .raw(),
                0)));
        assertThat(problem(() -> guest.report(DATA, 0)).where()).isEqualTo("report_data");
    }

    @Test
    void whatTheDriverCannotAskIsTold() {
        KeyRequest.Wanted second = KeyRequest.Wanted.of(0).mixing(Set.of(GuestField.LAUNCH_MIT_VECTOR));
        assertThat(problem(() -> guest.derivedKey(second)).code()).isEqualTo("guest.unsupported");
        assertThat(problem(guest::clock).code()).isEqualTo("guest.unsupported");
        assertThat(driver.calls).isEmpty();
    }

    private static DeviceAnswer reported(DeviceCall call) {
        Bytes data = call.request().slice(0, 64);
        Bytes report = new ReportBuilder(ReportVersion.V3)
                .put(ReportField.REPORT_DATA, data)
                .build()
                .encode();
        byte[] response = new byte[call.ioctl().response()];
        Bytes payload = ReportResponse.of(0, report).raw();
        payload.copyTo(0, response, 0, payload.length());
        return new DeviceAnswer(0, 0, call.request(), response, Bytes.ofHex("01".repeat(call.room())));
    }

    private static CloisterException failure(ThrowingCallable call) {
        CloisterException thrown = catchThrowableOfType(CloisterException.class, call);
        assertThat(thrown).isNotNull();
        return thrown;
    }

    private static Problem problem(ThrowingCallable call) {
        return failure(call).problem();
    }

    private static final class Driver implements GuestDevice {
        private final Deque<Function<DeviceCall, DeviceAnswer>> answers = new ArrayDeque<>();
        private final List<DeviceCall> calls = new ArrayList<>();

        void then(Function<DeviceCall, DeviceAnswer> answer) {
            answers.add(answer);
        }

        @Override
        public String path() {
            return PATH;
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        public int probe() {
            return 0;
        }

        @Override
        public DeviceAnswer call(DeviceCall call) {
            calls.add(call);
            return answers.remove().apply(call);
        }
    }
}
