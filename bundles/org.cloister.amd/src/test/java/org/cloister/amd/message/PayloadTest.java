// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

/** Payloads in both directions, by their offsets. */
class PayloadTest {
    private static final Random RANDOM = new Random(3);

    @Test
    void aReportRequestHasItsFieldsWhereTheSpecificationPutsThem() {
        Bytes data = random(64);
        ReportRequest request = ReportRequest.of(data, 3, KeyChoice.VLEK);
        assertThat(request.raw().hex()).isEqualTo(data.hex() + "03000000" + "02000000" + "00".repeat(24));
        assertThat(request.data()).isEqualTo(data);
        assertThat(request.vmpl()).isEqualTo(3);
        assertThat(request.key()).contains(KeyChoice.VLEK);
        assertThat(request.violations()).isEmpty();
        assertThat(refusal(() -> ReportRequest.of(random(63), 0, KeyChoice.ANY)).where())
                .isEqualTo("report_data");
    }

    @Test
    void reservedPartsOfAReportRequestAreNamed() {
        ReportRequest odd = new ReportRequest(Bytes.ofHex("00".repeat(68) + "07000000" + "00".repeat(23) + "01"));
        assertThat(odd.key()).isEmpty();
        assertThat(odd.violations()).extracting(Violation::field).containsExactly("reserved", "key_sel");
    }

    @Test
    void aKeyRequestHasItsFieldsWhereTheSpecificationPutsThem() {
        KeyRequest request = KeyRequest.of(new KeyRequest.Wanted(
                RootKey.VMRK,
                KeyChoice.VCEK,
                EnumSet.of(GuestField.POLICY, GuestField.GUEST_SVN, GuestField.TCB_VERSION),
                1,
                0x01020304,
                0x1112131415161718L,
                0));
        assertThat(request.version()).isEqualTo(1);
        assertThat(request.raw().hex())
                .isEqualTo("03000000" + "00000000" + "3100000000000000" + "01000000" + "04030201" + "1817161514131211");
        assertThat(request.violations()).isEmpty();
        assertThat(request.root()).isEqualTo(RootKey.VMRK);
        assertThat(request.key()).contains(KeyChoice.VCEK);
    }

    @Test
    void mitigationsMakeItVersionTwo() {
        KeyRequest request = KeyRequest.of(new KeyRequest.Wanted(
                RootKey.PLATFORM, KeyChoice.ANY, Set.of(GuestField.LAUNCH_MIT_VECTOR), 0, 0, 0, 5));
        assertThat(request.version()).isEqualTo(2);
        assertThat(request.mitigations()).isEqualTo(5);
        assertThat(request.raw().length()).isEqualTo(KeyRequest.size(2)).isEqualTo(48);
        assertThat(request.violations()).isEmpty();
    }

    @Test
    void mitigationsInVersionOneAreAViolation() {
        byte[] raw = new byte[32];
        raw[8] = 0x40;
        raw[0] = 8;
        raw[4] = 1;
        assertThat(new KeyRequest(Bytes.of(raw)).violations())
                .extracting(Violation::field)
                .containsExactly("reserved", "root_key_select", "guest_field_select");
    }

    @Test
    void anyBytesOfTheRightLengthAreRead() {
        for (int i = 0; i < 1000; i++) {
            ReportRequest report = new ReportRequest(random(96));
            KeyRequest key = new KeyRequest(random(KeyRequest.size(1 + i % 2)));
            TscInfoResponse tsc = new TscInfoResponse(random(128));
            assertThat(report.violations()).isNotNull();
            assertThat(key.violations()).isNotNull();
            assertThat(tsc.violations()).isNotEmpty();
            assertThat(GuestField.mask(GuestField.of(key.fieldSelect()))).isEqualTo(key.fieldSelect() & 0x7f);
        }
    }

    @Test
    void responsesComeBackAsTheyWere() {
        Bytes report = random(1184);
        ReportResponse response = ReportResponse.of(0x27, report);
        assertThat(response.raw().slice(0, 8).hex()).isEqualTo("27000000a0040000");
        assertThat(new ReportResponse(Bytes.of(response.raw().toArray())).report())
                .isEqualTo(report);
        assertThat(response.status()).isEqualTo(0x27);

        byte[] key = random(32).toArray();
        try (KeyResponse answered = KeyResponse.of(0x16, key);
                KeyResponse read = KeyResponse.decode(answered.encode())) {
            assertThat(read.status()).isEqualTo(0x16);
            assertThat(read.key()).isEqualTo(key);
            assertThat(read).hasToString("MSG_KEY_RSP");
            read.close();
            assertThat(read.encode()).containsOnly(0);
        }

        TscInfoResponse tsc = TscInfoResponse.of(0, 0x123456789aL, -1, 200);
        assertThat(tsc.scale()).isEqualTo(0x123456789aL);
        assertThat(tsc.offset()).isEqualTo(-1);
        assertThat(tsc.factor()).isEqualTo(200);
        assertThat(tsc.status()).isZero();
        assertThat(tsc.violations()).isEmpty();
        assertThat(TscInfoRequest.of().valid()).isTrue();
    }

    @Test
    void wrongLengthsAreRefusedByName() {
        assertThat(refusal(() -> new ReportRequest(random(95))).code()).isEqualTo("report-request.length");
        assertThat(refusal(() -> new ReportResponse(random(31))).code()).isEqualTo("report-response.length");
        assertThat(refusal(() -> new KeyRequest(random(40))).code()).isEqualTo("key-request.length");
        assertThat(refusal(() -> KeyResponse.decode(new byte[63])).code()).isEqualTo("key-response.length");
        assertThat(refusal(() -> new TscInfoRequest(random(127))).code()).isEqualTo("tsc-request.length");
        assertThat(refusal(() -> new TscInfoResponse(random(129))).code()).isEqualTo("tsc-response.length");
    }

    @Test
    void aReportLongerThanItsMessageIsRefused() {
        byte[] raw = new byte[64];
        raw[4] = 33;
        assertThat(refusal(() -> new ReportResponse(Bytes.of(raw))).where()).isEqualTo("MSG_REPORT_RSP, report_size");
        raw[7] = -1;
        assertThat(refusal(() -> new ReportResponse(Bytes.of(raw))).code()).isEqualTo("report-response.size");
    }

    private static Bytes random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
