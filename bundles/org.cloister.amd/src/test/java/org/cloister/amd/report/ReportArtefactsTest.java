// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import org.cloister.amd.struct.Structure;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportArtefactsTest {
    private static final String MILAN = "snp/milan-v2/report_milan.bin";
    private static final String GENOA = "snp/genoa-v3/genoa_attestation_report.bin";
    private static final String LOADED = "snp/milan-v3-vlek/test-vlek-report.bin";
    private static final String OLDER = "snp/guest_report.bin";

    private static AttestationReport report(String path) {
        return AttestationReport.decode(TestData.bytes(path), path);
    }

    @ParameterizedTest
    @ValueSource(strings = {MILAN, GENOA, LOADED, OLDER})
    void everyByteIsKept(String path) {
        AttestationReport report = report(path);
        assertThat(report.encode()).isEqualTo(TestData.bytes(path));
        assertThat(ReportCopy.of(report)).isEqualTo(report);
        assertThat(report.violations()).isEmpty();
        assertThat(report.signatureMissing()).isFalse();
        assertThat(report.number(ReportField.SIGNATURE_ALGO)).isEqualTo(AttestationReport.ECDSA_P384_SHA384);
        assertThat(report.signedBytes()).isEqualTo(report.raw().slice(0, 672));
    }

    @ParameterizedTest
    @ValueSource(strings = {MILAN, GENOA, LOADED, OLDER})
    void everyByteIsShownOnce(String path) {
        Structure shown = report(path).show();
        Tiling.check(shown, 0, AttestationReport.SIZE);
        assertThat(shown.parts()).hasSize(4);
        shown.parts().forEach(part -> Tiling.check(part, part.fields().get(0).offset(), 8));
    }

    @Test
    void milanVersion2() {
        AttestationReport report = report(MILAN);
        assertThat(report.version()).isEqualTo(ReportVersion.V2);
        assertThat(report.number(ReportField.POLICY)).isEqualTo(0x30000);
        assertThat(report.tcb(ReportField.REPORTED_TCB)).hasToString("bootloader=3,tee=0,snp=8,microcode=115");
        assertThat(report.currentFirmware()).isEqualTo(new FirmwareVersion(1, 52, 4));
        assertThat(report.committedFirmware()).hasToString("1.52.4");
        assertThat(report.keyInfo().signingKey()).isEqualTo(ReportSigner.VCEK);
        assertThat(report.platformInfo()).hasToString("smt");
        assertThat(report.generations()).containsExactly(Generation.MILAN, Generation.GENOA);
        assertThat(report.tcbLayout()).contains(TcbLayout.WITHOUT_FMC);
        assertThat(report.bytes(ReportField.MEASUREMENT).hex()).startsWith("7a1e5c266c0108db");
        assertThat(report.bytes(ReportField.CHIP_ID).hex()).startsWith("d49554ec717f4e5b");
        assertThat(refused("report.field", () -> report.number(ReportField.CPUID_FAM_ID))
                        .where())
                .isEqualTo("cpuid_fam_id");
        refused("report.field", () -> report.bytes(ReportField.LAUNCH_MIT_VECTOR));
    }

    @Test
    void genoaVersion3() {
        AttestationReport report = report(GENOA);
        assertThat(report.version()).isEqualTo(ReportVersion.V3);
        assertThat(report.number(ReportField.GUEST_SVN)).isEqualTo(2);
        assertThat(report.number(ReportField.POLICY)).isEqualTo(0x3001f);
        assertThat(report.bytes(ReportField.FAMILY_ID).hex()).isEqualTo("01" + "00".repeat(15));
        assertThat(report.generations()).containsExactly(Generation.GENOA);
        assertThat(report.number(ReportField.CPUID_STEP)).isEqualTo(1);
        assertThat(report.tcb(ReportField.LAUNCH_TCB)).hasToString("bootloader=10,tee=0,snp=23,microcode=84");
        assertThat(report.currentFirmware()).hasToString("1.55.40");
        assertThat(report.platformInfo()).hasToString("smt, tsme, ecc, alias-check");
        assertThat(report.chipIdMasked()).isFalse();
    }

    @Test
    void milanVersion3SignedByALoadedKey() {
        AttestationReport report = report(LOADED);
        assertThat(report.generations()).containsExactly(Generation.MILAN);
        assertThat(report.keyInfo()).hasToString("signed by a loaded key (VLEK), no author key");
        assertThat(report.number(ReportField.VMPL)).isEqualTo(1);
        assertThat(report.chipIdMasked()).isTrue();
        assertThat(report.tcb(ReportField.REPORTED_TCB)).hasToString("bootloader=4,tee=0,snp=24,microcode=217");
        assertThat(report.tcb(ReportField.REPORTED_TCB).atLeast(report.tcb(ReportField.CURRENT_TCB)))
                .isFalse();
        assertThat(Tiling.field(report.show(), "chip_id").meaning()).isEqualTo("masked by the host");
    }

    @Test
    void theViewSaysWhatValuesMean() {
        Structure shown = report(GENOA).show();
        assertThat(shown.kind()).isEqualTo("SEV-SNP attestation report, version 3");
        assertThat(Tiling.field(shown, "policy").value()).isEqualTo("0x3001f");
        assertThat(Tiling.field(shown, "policy").meaning())
                .startsWith("smt=on,migrate-ma=off")
                .endsWith(",abi=0.31");
        assertThat(Tiling.field(shown, "key_info").meaning())
                .isEqualTo("signed by the chip's key (VCEK), no author key");
        assertThat(Tiling.field(shown, "cpuid_fam_id").meaning()).endsWith("Genoa");
        assertThat(Tiling.field(shown, "signature_algo").meaning()).isEqualTo("ECDSA on P-384 with SHA-384");
        assertThat(Tiling.field(shown, "report_id_ma").meaning()).isEqualTo("no migration agent");
        assertThat(Tiling.field(shown, "author_key_digest").meaning()).isEqualTo("no author key");
        assertThat(Tiling.field(shown, "reported_tcb").meaning()).endsWith("snp=23,microcode=84");
        assertThat(Tiling.field(shown, "reported_tcb").value()).isEqualTo("0x541700000000000a");
    }

    @Test
    void aStrayByteBehindTheReportIsNamed() {
        String path = "snp/guest_report_bad_sig.bin";
        Bytes bytes = TestData.bytes(path);
        Problem problem = refused("report.length", () -> AttestationReport.decode(bytes, path));
        assertThat(problem.found()).isEqualTo("1185 bytes");
        assertThat(problem.expected()).isEqualTo("1184 bytes");
        assertThat(problem.where()).isEqualTo(path);
        assertThat(problem.remedy()).isEqualTo("remove all from offset 0x4a0 on");
        Bytes whole = bytes.slice(0, AttestationReport.SIZE);
        Bytes good = TestData.bytes(OLDER);
        assertThat(whole).isEqualTo(Hostile.changed(good, 0x15b, 0x6f));
    }

    @Test
    void aTruncatedReportIsNamed() {
        Bytes bytes = TestData.bytes("snp/guest_report_corrupt.bin");
        Problem problem = refused("report.length", () -> AttestationReport.decode(bytes, "corrupt.bin"));
        assertThat(problem.found()).isEqualTo("793 bytes");
        assertThat(problem.expected()).isEqualTo("1184 bytes");
        assertThat(problem.remedy()).isEqualTo("the end is missing");
    }
}
