// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportSigner;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.softsev.attest.ReportSource.Key;
import org.cloister.softsev.model.AttestationSettings;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.Platforms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What reports say, and which key signs them. */
class ReportsTest {
    private static final int MASK_CHIP_ID = 1;
    private static final int MASK_CHIP_KEY = 2;

    static Stream<Arguments> everyVersion() {
        return Stream.of(EmulatedGeneration.values())
                .filter(EmulatedGeneration::snp)
                .flatMap(generation -> Stream.of(2, 3, 5).map(version -> Arguments.of(generation, version)));
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void reportsOfEveryGenerationAndVersionVerify(EmulatedGeneration generation, int version) {
        Attested platform = Attested.by(generation, version);
        VerificationResult chip = platform.verify(platform.report());
        assertThat(chip.passed()).as(chip.toString()).isTrue();
        assertThat(chip.chain())
                .extracting(one -> one.role().orElseThrow())
                .containsExactly(CertificateRole.ARK, CertificateRole.ASK, CertificateRole.VCEK);

        VerificationResult loaded = platform.loadVlek("cloud.example").verify(platform.report());
        assertThat(loaded.passed()).as(loaded.toString()).isTrue();
        assertThat(loaded.chain())
                .extracting(one -> one.role().orElseThrow())
                .containsExactly(CertificateRole.ARK, CertificateRole.ASVK, CertificateRole.VLEK);
        assertThat(platform.verify(platform.report(Key.VCEK)).passed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void everyFieldIsTheGuestsOrThePlatforms(EmulatedGeneration generation) {
        Attested platform = Attested.by(generation, 5);
        AttestationReport report = platform.read();
        GuestIdentity guest = Attested.GUEST;

        assertThat(report.violations()).isEmpty();
        assertThat(report.number(ReportField.GUEST_SVN)).isEqualTo(0xfffffffeL);
        assertThat(report.number(ReportField.POLICY)).isEqualTo(0x30000);
        assertThat(report.number(ReportField.VMPL)).isEqualTo(2);
        assertThat(report.number(ReportField.SIGNATURE_ALGO)).isEqualTo(1);
        assertThat(report.bytes(ReportField.REPORT_DATA)).isEqualTo(Attested.DATA);
        assertThat(report.bytes(ReportField.FAMILY_ID)).isEqualTo(guest.familyId());
        assertThat(report.bytes(ReportField.IMAGE_ID)).isEqualTo(guest.imageId());
        assertThat(report.bytes(ReportField.MEASUREMENT)).isEqualTo(guest.launchDigest());
        assertThat(report.bytes(ReportField.HOST_DATA)).isEqualTo(guest.hostData());
        assertThat(report.bytes(ReportField.ID_KEY_DIGEST)).isEqualTo(guest.idKeyDigest());
        assertThat(report.bytes(ReportField.AUTHOR_KEY_DIGEST)).isEqualTo(guest.authorKeyDigest());
        assertThat(report.bytes(ReportField.REPORT_ID)).isEqualTo(guest.reportId());
        assertThat(report.bytes(ReportField.REPORT_ID_MA)).isEqualTo(Attested.bytes(32, 0xff));
        assertThat(report.keyInfo().authorKey()).isTrue();
        assertThat(report.keyInfo().signingKey()).isEqualTo(ReportSigner.VCEK);
        assertThat(report.number(ReportField.LAUNCH_TCB)).isEqualTo(1);
        assertThat(List.of(
                        report.number(ReportField.CURRENT_TCB),
                        report.number(ReportField.COMMITTED_TCB),
                        report.number(ReportField.REPORTED_TCB)))
                .containsOnly(generation.tcb());
        assertThat(report.currentFirmware())
                .isEqualTo(Attested.settings(generation, 5).firmware());
        assertThat(report.committedFirmware()).isEqualTo(report.currentFirmware());
        assertThat(report.number(ReportField.CURRENT_MIT_VECTOR)).isEqualTo(6);
        assertThat(report.number(ReportField.LAUNCH_MIT_VECTOR)).isEqualTo(6);
        assertThat(report.generations()).containsExactly(generation.model());
    }

    @ParameterizedTest
    @CsvSource({"MILAN, 3, 64, 0x25, 0x19", "GENOA, 3, 64, 0x25, 0x19", "TURIN, 5, 8, 0x25, 0x1a"})
    void aGenerationIsATable(EmulatedGeneration generation, int version, int idLength, int platform, int family) {
        AttestationReport report = Attested.by(generation).read();
        Bytes chip = report.bytes(ReportField.CHIP_ID);

        assertThat(report.version().number()).isEqualTo(version);
        assertThat(chip.slice(0, idLength)).isEqualTo(Platforms.CHIP.id().slice(0, idLength));
        assertThat(chip.slice(idLength, 64 - idLength).isZero()).isTrue();
        assertThat(report.platformInfo().raw()).isEqualTo(platform);
        assertThat(report.version() == ReportVersion.V2 ? 0 : report.number(ReportField.CPUID_FAM_ID))
                .isEqualTo(family);
    }

    @ParameterizedTest
    @CsvSource({"0x00, 2, 0x00", "0xbf, 2, 0x1f", "0xbf, 3, 0x3f", "0xbf, 5, 0xbf"})
    void switchesThatAVersionDoesNotDefineAreLeftOut(long set, int version, long told) {
        PlatformSettings settings =
                OtherPlatforms.with(EmulatedGeneration.GENOA, AttestationSettings.of(version, set, "", 0));
        Attested platform = Attested.by(settings, Platforms.CHIP);

        assertThat(platform.read().platformInfo().raw()).isEqualTo(told);
        assertThat(platform.verify(platform.report()).passed()).isTrue();
    }

    @Test
    void aMaskedChipIdIsZero() {
        Attested platform = Attested.by(EmulatedGeneration.GENOA).configure(0, MASK_CHIP_ID);
        assertThat(platform.read().chipIdMasked()).isTrue();
        assertThat(platform.verify(platform.report()).passed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aMaskedChipKeySignsNothing(Key key) {
        Attested platform = Attested.by(EmulatedGeneration.TURIN).loadVlek("a").configure(0, MASK_CHIP_KEY);
        AttestationReport report = AttestationReport.decode(platform.report(key), "report");

        assertThat(report.signatureMissing()).isTrue();
        assertThat(report.keyInfo().chipKeyMasked()).isTrue();
        assertThat(report.keyInfo().signingKey()).isEqualTo(ReportSigner.NONE);
        assertThat(Attested.failed(platform.verify(report.encode()))).contains("report.signing-key");
    }

    @ParameterizedTest
    @CsvSource({
        "ANY,  false, false, VCEK", "ANY,  true, false, VLEK", "ANY,  false, true, ", "ANY,  true, true, VLEK",
        "VCEK, false, false, VCEK", "VCEK, true, false, VCEK", "VCEK, false, true, ", "VCEK, true, true, ",
        "VLEK, false, false, ", "VLEK, true, false, VLEK", "VLEK, false, true, ", "VLEK, true, true, VLEK"
    })
    void theKeyThatWasAskedForSignsOrNone(Key wanted, boolean loaded, boolean vcekDisabled, ReportSigner expected) {
        Attested platform = Attested.by(EmulatedGeneration.GENOA);
        if (loaded) {
            platform.loadVlek("cloud.example");
        }
        GuestIdentity guest = Attested.guest(vcekDisabled);
        ReportSource source = platform.processor.attestation();
        if (expected == null) {
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> source.report(guest, Attested.DATA, 0, wanted));
            assertThat(refusal.status()).isEqualTo(FirmwareStatus.INVALID_KEY.code());
        } else {
            Bytes report = source.report(guest, Attested.DATA, 0, wanted);
            assertThat(AttestationReport.decode(report, "report").keyInfo().signingKey())
                    .isEqualTo(expected);
        }
    }

    /**
     * While one thread changes what is reported, every report of the others is signed by the key of the version that it
     * names.
     */
    @Test
    void reportsOfSeveralThreadsAreSignedByTheKeyOfTheirVersion() throws Exception {
        Attested platform = Attested.by(EmulatedGeneration.GENOA);
        long now = EmulatedGeneration.GENOA.tcb();
        Map<Long, CertificateBundle> bundles = new HashMap<>();
        for (long tcb : new long[] {now, now - 1}) {
            bundles.put(tcb, platform.configure(tcb, 0).bundle());
        }
        Callable<List<Bytes>> guest =
                () -> Stream.generate(platform::report).limit(20).toList();
        Callable<List<Bytes>> operator = () -> {
            for (int i = 0; i < 20; i++) {
                platform.configure(now - i % 2, 0);
            }
            return List.of();
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<Bytes>> made : threads.invokeAll(List.of(guest, operator, guest, guest))) {
                for (Bytes report : made.get()) {
                    long tcb = AttestationReport.decode(report, "report").number(ReportField.REPORTED_TCB);
                    VerificationResult result = Attested.verify(platform.roots(), report, bundles.get(tcb));
                    assertThat(result.passed()).as(result.toString()).isTrue();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aReportThatTheHostAskedForNamesNoLevel() {
        ReportSource source = Attested.by(EmulatedGeneration.TURIN).processor.attestation();
        Bytes report = source.report(Attested.GUEST, Bytes.of(new byte[64]), -1, Key.ANY);
        assertThat(AttestationReport.decode(report, "report").number(ReportField.VMPL))
                .isEqualTo(AttestationReport.VMPL_OF_HOST);
    }

    @Test
    void twoReportsOfTheSameHaveDifferentSignatures() {
        Attested platform = Attested.by(EmulatedGeneration.MILAN);
        Bytes one = platform.report();
        Bytes other = platform.report();
        assertThat(one.slice(0, AttestationReport.SIGNED)).isEqualTo(other.slice(0, AttestationReport.SIGNED));
        assertThat(one).isNotEqualTo(other);
    }
}
