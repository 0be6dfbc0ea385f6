// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.refused;
import static org.cloister.softsev.machine.SevFixture.PAGE;
import static org.cloister.softsev.machine.SevFixture.SHARED;
import static org.cloister.softsev.machine.SevFixture.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.GetAttestationReport;
import org.cloister.amd.channel.GuestHandle;
import org.cloister.amd.channel.LaunchSecret;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.SevGuestStatus.State;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevMachineLaunchTest {
    private static final Bytes FIRMWARE = content(2 * PAGE);

    @AfterEach
    void nothingIsLeft() {
        assertThat(SHARED.asids()).isZero();
        assertThat(SHARED.guests()).isZero();
        assertThat(SHARED.machines()).isZero();
        assertThat(SHARED.pages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void theOwnerGetsTheMeasurementThatItExpects(String type) {
        try (SevFixture bench = new SevFixture(SHARED, type, 4)) {
            boolean es = type.equals("sev-es");
            for (int vcpu = 0; vcpu < 4; vcpu++) {
                bench.machine.setVcpu(VcpuState.of(vcpu, Map.of("rip", 0xfff0L + vcpu, "mxcsr", 0x1f80L)));
            }
            bench.started(bench.policy(0x1));
            bench.update(0xfff00000L, FIRMWARE);
            MessageDigest digest = Crypto.platform().digest(Hash.SHA256);
            digest.update(FIRMWARE.toArray());
            if (es) {
                bench.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
                for (int vcpu = 0; vcpu < 4; vcpu++) {
                    digest.update(Vmsa.encode(bench.machine.vcpu(vcpu)).toArray());
                }
            }
            bench.measure();
            assertThat(bench.measurement.slice(0, 32)).isEqualTo(expected(bench, Bytes.of(digest.digest())));
        }
    }

    private static Bytes expected(SevFixture bench, Bytes digest) {
        long policy = Integer.toUnsignedLong(bench.policy(0x1));
        FirmwareVersion firmware = PlatformSettings.DEFAULT.firmware();
        Bytes nonce = bench.measurement.slice(32, 16);
        return new LaunchMeasurementMac(firmware.major(), firmware.minor(), firmware.build(), policy, digest, nonce)
                .code(bench.owner().keys().tik());
    }

    @Test
    void machinesOfTheOldInitialisationHaveNoFpuInTheirVmsas() {
        try (SevFixture old = new SevFixture("sev-es");
                SevFixture bare = new SevFixture("sev-es")) {
            old.machine.setVcpu(
                    VcpuState.of(0, Map.of("mxcsr", 0x1f80L, "x87_fcw", 0x37fL, "rip", 0xfff0L, "star", 3L)));
            bare.machine.setVcpu(VcpuState.of(0, Map.of("rip", 0xfff0L, "star", 3L)));
            assertThat(digest(old)).isEqualTo(digest(bare));
        }
    }

    private static Bytes digest(SevFixture bench) {
        bench.channel.execute(BareSevCommand.ES_INIT);
        bench.channel.execute(bench.withSession(0x4));
        bench.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
        bench.measure();
        return report(bench, content(16)).raw().slice(0x10, 32);
    }

    @Test
    void theSecretIsClearForTheGuestAndCipherForTheHost() {
        byte[] secret = "sixteen bytes or".getBytes(StandardCharsets.US_ASCII);
        try (SevFixture bench = new SevFixture("sev")) {
            bench.started(0x1);
            bench.update(0, FIRMWARE);
            bench.measure();
            bench.channel.execute(bench.secret(0x3040, secret));
            bench.finish();
            assertThat(bench.guest(0x3040, 16)).isEqualTo(Bytes.of(secret));
            assertThat(bench.host(0x3040, 16)).isNotEqualTo(Bytes.of(secret));
            assertThat(bench.guest(0, FIRMWARE.length())).isEqualTo(FIRMWARE);
            assertThat(bench.host(0, PAGE)).isNotEqualTo(FIRMWARE.slice(0, PAGE));
            assertThat(bench.state()).isEqualTo(State.RUNNING);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,  header of another length, INVALID_LEN",
        "1,  flags,                    BAD_MEASUREMENT",
        "2,  iv,                       BAD_MEASUREMENT",
        "3,  mac,                      BAD_MEASUREMENT",
        "4,  payload,                  BAD_MEASUREMENT",
        "5,  longer in the guest,      INVALID_LEN",
        "6,  odd length,               INVALID_LEN",
        "7,  odd address,              INVALID_ADDRESS"
    })
    void aSecretThatWasTamperedWithIsRefused(int way, String name, FirmwareStatus status) {
        try (SevFixture bench = new SevFixture("sev")) {
            bench.started(0x1);
            bench.measure();
            LaunchSecret right = bench.secret(0x3000, new byte[32]);
            refused(status, () -> bench.channel.execute(tampered(right, way)));
            assertThat(bench.state()).as(name).isEqualTo(State.LAUNCH_SECRET);
            assertThat(bench.host(0x3000, 32).isZero()).isTrue();
            bench.channel.execute(right);
        }
    }

    private static LaunchSecret tampered(LaunchSecret right, int way) {
        Bytes header = right.header();
        Bytes payload = right.payload();
        long address = right.guestAddress();
        return switch (way) {
            case 0 -> new LaunchSecret(header.slice(0, 51), address, 32, payload);
            case 1 -> new LaunchSecret(flipped(header, 1), address, 32, payload);
            case 2 -> new LaunchSecret(flipped(header, 5), address, 32, payload);
            case 3 -> new LaunchSecret(flipped(header, 51), address, 32, payload);
            case 4 -> new LaunchSecret(header, address, 32, flipped(payload, 0));
            case 5 -> new LaunchSecret(header, address, 48, payload);
            case 6 -> new LaunchSecret(header, address, 31, payload.slice(0, 31));
            default -> new LaunchSecret(header, address + 8, 32, payload);
        };
    }

    @Test
    void everyByteOfASessionCounts() {
        try (SevFixture bench = new SevFixture("sev")) {
            bench.channel.execute(SevFixture.INIT2);
            LaunchStart right = bench.withSession(0x1);
            for (int i = 0; i < right.session().length(); i++) {
                LaunchStart wrong = new LaunchStart(0, 0x1, right.certificate(), flipped(right.session(), i));
                refused(FirmwareStatus.BAD_MEASUREMENT, () -> bench.channel.execute(wrong));
            }
            for (int bit = 0; bit < 32; bit++) {
                LaunchStart wrong = new LaunchStart(0, 0x1 ^ 1 << bit, right.certificate(), right.session());
                refused(FirmwareStatus.BAD_MEASUREMENT, () -> bench.channel.execute(wrong));
            }
            assertThat(SHARED.guests()).isZero();
            bench.channel.execute(right);
        }
    }

    @Test
    void sessionsOfAnotherFormAreRefused() {
        try (SevFixture bench = new SevFixture("sev")) {
            bench.channel.execute(SevFixture.INIT2);
            LaunchStart right = bench.withSession(0x1);
            Bytes certificate = right.certificate();
            refused(
                    FirmwareStatus.INVALID_LEN,
                    () -> bench.channel.execute(
                            new LaunchStart(0, 1, certificate, right.session().slice(0, 127))));
            refused(
                    FirmwareStatus.INVALID_LEN,
                    () -> bench.channel.execute(new LaunchStart(0, 1, certificate.slice(0, 2083), right.session())));
            refused(
                    FirmwareStatus.INVALID_CERTIFICATE,
                    () -> bench.channel.execute(new LaunchStart(0, 1, flipped(certificate, 0), right.session())));
            refused(
                    FirmwareStatus.INVALID_CERTIFICATE,
                    () -> bench.channel.execute(new LaunchStart(0, 1, flipped(certificate, 8), right.session())));
            refused(
                    FirmwareStatus.INVALID_CERTIFICATE,
                    () -> bench.channel.execute(new LaunchStart(0, 1, flipped(certificate, 0x20), right.session())));
        }
    }

    @Test
    void policiesThatCannotBeFulfilledAreRefused() {
        try (SevFixture bench = new SevFixture("sev")) {
            bench.channel.execute(SevFixture.INIT2);
            refused(FirmwareStatus.POLICY_FAILURE, () -> bench.channel.execute(bench.withSession(0x38010001)));
            refused(FirmwareStatus.POLICY_FAILURE, () -> bench.channel.execute(bench.withSession(0x41)));
            refused(FirmwareStatus.POLICY_FAILURE, () -> bench.channel.execute(SevFixture.withoutSession(0x00020000)));
            assertThat(refused(FirmwareStatus.INVALID_ASID, () -> bench.channel.execute(bench.withSession(0x4))))
                    .hasMessageContaining("takes 1 to 906");
            assertThat(SHARED.guests()).isZero();
            bench.channel.execute(bench.withSession(0x37010001));
        }
    }

    @Test
    void keysAreSharedWhereThePolicyAllows() {
        try (SevFixture first = new SevFixture("sev");
                SevFixture second = new SevFixture("sev")) {
            GuestHandle handle = first.started(0);
            first.update(0, FIRMWARE);
            second.channel.execute(SevFixture.INIT2);
            refused(FirmwareStatus.INVALID_GUEST, () -> second.channel.execute(sharing(77, 0)));
            refused(FirmwareStatus.POLICY_FAILURE, () -> second.channel.execute(sharing(handle.value(), 0x1)));
            second.channel.execute(sharing(handle.value(), 0));
            second.update(0, FIRMWARE);
            assertThat(second.host(0, PAGE)).isEqualTo(first.host(0, PAGE));
        }
    }

    @Test
    void aPolicyCanForbidTheSharingOfKeys() {
        try (SevFixture first = new SevFixture("sev");
                SevFixture second = new SevFixture("sev")) {
            GuestHandle handle = first.started(0x2);
            second.channel.execute(SevFixture.INIT2);
            assertThat(refused(
                            FirmwareStatus.POLICY_FAILURE, () -> second.channel.execute(sharing(handle.value(), 0x2))))
                    .hasMessageContaining("NOKS");
        }
    }

    private static LaunchStart sharing(int handle, int policy) {
        return new LaunchStart(handle, policy, Bytes.EMPTY, Bytes.EMPTY);
    }

    @Test
    void theReportIsSignedByThePek() {
        try (SevFixture bench = new SevFixture("sev")) {
            bench.run(0x1, FIRMWARE);
            Bytes nonce = content(16);
            SevReport report = report(bench, nonce);
            assertThat(SevReport.MNONCE.in(report.raw())).isEqualTo(nonce);
            assertThat(SevReport.LAUNCH_DIGEST.in(report.raw()))
                    .isEqualTo(Crypto.platform().digest(Hash.SHA256, FIRMWARE));
            EcSignature signature = EcSignature.of(SevReport.SIG_R.in(report.raw()), SevReport.SIG_S.in(report.raw()));
            Bytes pek = SHARED.platform().request();
            assertThat(Crypto.platform()
                            .verifyEcdsa(
                                    org.cloister.amd.cert.SevCertificate.decode(pek, "pek")
                                            .ecKey()
                                            .toPublicKey(),
                                    Hash.SHA256,
                                    report.signedBytes(),
                                    signature))
                    .isTrue();
        }
    }

    private static SevReport report(SevFixture bench, Bytes nonce) {
        return new SevReport(LengthQuery.fetch(bench.channel, GetAttestationReport.length(nonce))
                .content());
    }

    @Test
    void lengthsComeBackWhenABufferIsTooSmall() {
        try (SevFixture bench = new SevFixture("sev")) {
            bench.started(0x1);
            assertThat(refused(
                            FirmwareStatus.INVALID_LEN,
                            () -> bench.channel.execute(new org.cloister.amd.channel.LaunchMeasure(47))))
                    .hasMessageContaining("48 bytes are needed");
            assertThat(bench.state()).isEqualTo(State.LAUNCH_UPDATE);
            bench.measure();
            assertThat(refused(
                            FirmwareStatus.INVALID_LEN,
                            () -> bench.channel.execute(new GetAttestationReport(content(16), 207))))
                    .hasMessageContaining("208 bytes are needed");
        }
    }

    @Test
    void memoryIsEncryptedWhereItLies() {
        try (SevFixture bench = new SevFixture("sev")) {
            bench.started(0);
            bench.machine.memory().hostView().write(0x10, content(0x2000));
            bench.channel.execute(new LaunchUpdateData(bench.address(0x20), 0x1010));
            assertThat(bench.host(0x10, 0x10)).isEqualTo(content(0x2000).slice(0, 0x10));
            assertThat(bench.host(0x1030, 0x10)).isEqualTo(content(0x2000).slice(0x1020, 0x10));
            assertThat(bench.guest(0x20, 0x1010)).isEqualTo(content(0x2000).slice(0x10, 0x1010));
            assertThat(bench.machine.memory().page(0x1000).visibility()).isEqualTo(Visibility.PRIVATE);
            assertThat(bench.machine.memory().page(0x1000).by()).isEqualTo(Turn.LAUNCH_UPDATE);
            assertThat(bench.machine.memory().page(0x2000).visibility()).isEqualTo(Visibility.SHARED);
        }
    }

    @Test
    void dataOfAnotherFormIsRefused() {
        try (SevFixture bench = new SevFixture("sev")) {
            bench.started(0);
            long address = bench.address(0);
            refused(FirmwareStatus.INVALID_ADDRESS, () -> bench.channel.execute(new LaunchUpdateData(address + 8, 16)));
            refused(FirmwareStatus.INVALID_LEN, () -> bench.channel.execute(new LaunchUpdateData(address, 24)));
            refused(Errno.EINVAL, () -> bench.channel.execute(new LaunchUpdateData(address, 0)));
            refused(Errno.ENOMEM, () -> bench.channel.execute(new LaunchUpdateData(address + (1 << 20), 16)));
        }
    }

    @Test
    void initialisationChecksItsArguments() {
        try (SevFixture sev = new SevFixture("sev");
                SevFixture es = new SevFixture("sev-es")) {
            refused(Errno.EINVAL, () -> sev.channel.execute(new SevInit2(0, 1, 0)));
            refused(Errno.EINVAL, () -> sev.channel.execute(new SevInit2(0x20, 0, 0)));
            refused(Errno.EINVAL, () -> sev.channel.execute(new SevInit2(0, 0, 1)));
            refused(Errno.EINVAL, () -> es.channel.execute(new SevInit2(0x1, 0, 0)));
            refused(Errno.EINVAL, () -> es.channel.execute(new SevInit2(0, 0, 3)));
            es.channel.execute(new SevInit2(0x20, 0, 2));
            sev.channel.execute(BareSevCommand.INIT);
        }
    }

    @Test
    void theProcessorsStateBecomesAPageOfTheGuests() {
        try (SevFixture bench = new SevFixture("sev-es")) {
            bench.started(0x4);
            long before = SHARED.pages();
            bench.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
            assertThat(SHARED.pages()).isEqualTo(before + 1);
        }
    }

    @Test
    void breakpointsKeepVmsasFromBeingMeasured() {
        try (SevFixture bench = new SevFixture("sev-es")) {
            bench.machine.setVcpu(VcpuState.of(0, Map.of("dr7", 0x401L)));
            bench.started(0x4);
            refused(Errno.EINVAL, () -> bench.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA));
            bench.machine.setVcpu(VcpuState.of(0, Map.of("dr7", 0x400L)));
            bench.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
        }
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] image = bytes.toArray();
        image[at] ^= 0x40;
        return Bytes.of(image);
    }
}
