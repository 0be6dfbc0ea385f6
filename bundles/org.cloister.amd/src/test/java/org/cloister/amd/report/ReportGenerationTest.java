// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.List;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.testdata.Tiling;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportGenerationTest {
    private static AttestationReport of(ReportVersion version, int family, int model) {
        return new ReportBuilder(version)
                .put(ReportField.CPUID_FAM_ID, family)
                .put(ReportField.CPUID_MOD_ID, model)
                .build();
    }

    private static AttestationReport withChipId(String hex) {
        return new ReportBuilder(ReportVersion.V2)
                .put(ReportField.CHIP_ID, Bytes.ofHex(hex))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "V3, 0x19, 0x00, MILAN, WITHOUT_FMC",
        "V4, 0x19, 0x0f, MILAN, WITHOUT_FMC",
        "V5, 0x19, 0x11, GENOA, WITHOUT_FMC",
        "V3, 0x19, 0xa0, GENOA, WITHOUT_FMC",
        "V5, 0x1a, 0x02, TURIN, WITH_FMC",
        "V3, 0x1a, 0x11, TURIN, WITH_FMC",
        "V5, 0x1a, 0x50, VENICE, FMC_TEE_SNP",
        "V6, 0x1a, 0xc7, VENICE, FMC_TEE_SNP",
        "V6, 0x19, 0x01, MILAN, WITHOUT_FMC",
        "LATER, 0x1a, 0x02, TURIN, WITH_FMC"
    })
    void familyAndModelTell(ReportVersion version, String family, String model, Generation expected, TcbLayout layout) {
        AttestationReport report = of(version, Integer.decode(family), Integer.decode(model));
        assertThat(report.generations()).containsExactly(expected);
        assertThat(report.tcbLayout()).contains(layout);
    }

    @ParameterizedTest
    @EnumSource(names = "V2", mode = EnumSource.Mode.EXCLUDE)
    void unknownProcessorsAreRefusedByNameButShown(ReportVersion version) {
        AttestationReport report = of(version, 0x1a, 0x12);
        assertThat(refused("generation.unknown", report::generations).found()).isEqualTo("family 0x1a, model 0x12");
        refused("generation.unknown", () -> report.tcb(ReportField.CURRENT_TCB));
        Structure shown = report.show();
        Tiling.check(shown, 0, AttestationReport.SIZE);
        assertThat(shown.parts()).isEmpty();
        assertThat(Tiling.field(shown, "cpuid_mod_id").meaning()).endsWith("not known");
        assertThat(Tiling.field(shown, "current_tcb").meaning()).endsWith("layout not known");
    }

    @Test
    void processorsWithoutSnpAreRefused() {
        assertThat(refused(
                                "generation.snp",
                                () -> of(ReportVersion.V3, 0x17, 0x31).generations())
                        .what())
                .startsWith("Rome has no SEV-SNP");
    }

    @Test
    void version2TellsByTheLengthOfTheChipId() {
        AttestationReport turin = withChipId("0102030405060708" + "00".repeat(56));
        assertThat(turin.generations()).containsExactly(Generation.TURIN);
        assertThat(turin.tcbLayout()).contains(TcbLayout.WITH_FMC);
        AttestationReport older = withChipId("0102030405060708" + "00".repeat(55) + "01");
        assertThat(older.generations()).containsExactly(Generation.MILAN, Generation.GENOA);
        assertThat(older.tcbLayout()).contains(TcbLayout.WITHOUT_FMC);
    }

    @Test
    void version2WithAMaskedChipIdDoesNotTell() {
        AttestationReport masked = withChipId("00".repeat(64));
        assertThat(masked.generations()).isEqualTo(List.of(Generation.MILAN, Generation.GENOA, Generation.TURIN));
        assertThat(masked.tcbLayout()).isEmpty();
        assertThat(refused("report.generation", () -> masked.tcb(ReportField.CURRENT_TCB))
                        .message())
                .contains("version 2 with a masked chip id");
        assertThat(masked.show().parts()).isEmpty();
        assertThat(masked.tcb(ReportField.CURRENT_TCB, TcbLayout.WITH_FMC).raw())
                .isZero();
    }

    /** V7: in the words of H.2, and said to be unverified. */
    @Test
    void reportOfVeniceIsToldInItsOwnWords() {
        AttestationReport report = new ReportBuilder(ReportVersion.V6)
                .put(ReportField.CPUID_FAM_ID, 0x1a)
                .put(ReportField.CPUID_MOD_ID, 0x50)
                .put(ReportField.CURRENT_TCB, 0x0900000000030201L)
                .put(ReportField.CURRENT_ETCB, Bytes.ofHex("0b" + "00".repeat(7) + "7f" + "00".repeat(22) + "01"))
                .build();
        Structure shown = report.show();
        Tiling.check(shown, 0, AttestationReport.SIZE);
        assertThat(Tiling.field(shown, "current_tcb").meaning()).endsWith(": fmc=1,tee=2,snp=3 (unverified)");
        assertThat(Tiling.field(shown, "current_etcb").meaning())
                .contains("ip-key-manager=11", "microcode=127")
                .endsWith("(unverified)");
        assertThat(shown.parts())
                .extracting(Structure::kind)
                .containsExactly(
                        "current_tcb",
                        "reported_tcb",
                        "committed_tcb",
                        "launch_tcb",
                        "current_etcb",
                        "launch_etcb",
                        "committed_etcb");
        Tiling.check(shown.parts().get(0), 0x38, 8);
        assertThat(Tiling.field(shown.parts().get(0), "reserved").value()).isEqualTo("0000000009");
        Tiling.check(shown.parts().get(4), 0x220, 32);
        assertThat(report.tcb(ReportField.CURRENT_TCB).get(TcbComponent.BOOTLOADER))
                .isEmpty();
        assertThat(report.tcb(ReportField.CURRENT_TCB).get(TcbComponent.MICROCODE))
                .isEmpty();
    }

    @Test
    void extendedTcbIsToldToBeAbsentElsewhere() {
        Structure shown = of(ReportVersion.V6, 0x1a, 0x02).show();
        assertThat(Tiling.field(shown, "launch_etcb").meaning())
                .isEqualTo("this generation has no extended TCB version");
        assertThat(shown.parts()).hasSize(4);
    }

    @Test
    void firmwareVersionsAreOrderedByTheirNumbers() {
        assertThat(new FirmwareVersion(1, 55, 40)).isGreaterThan(new FirmwareVersion(1, 55, 22));
        assertThat(new FirmwareVersion(1, 9, 200)).isLessThan(new FirmwareVersion(1, 10, 0));
        assertThat(new FirmwareVersion(2, 0, 0)).isGreaterThan(new FirmwareVersion(1, 255, 255));
    }
}
