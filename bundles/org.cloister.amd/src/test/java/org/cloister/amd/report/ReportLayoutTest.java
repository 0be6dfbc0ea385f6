// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The offsets of the specification, written down once more. */
class ReportLayoutTest {
    @ParameterizedTest
    @CsvSource({
        "VERSION, 000, 4, 2",
        "GUEST_SVN, 004, 4, 2",
        "POLICY, 008, 8, 2",
        "FAMILY_ID, 010, 16, 2",
        "IMAGE_ID, 020, 16, 2",
        "VMPL, 030, 4, 2",
        "SIGNATURE_ALGO, 034, 4, 2",
        "CURRENT_TCB, 038, 8, 2",
        "PLATFORM_INFO, 040, 8, 2",
        "KEY_INFO, 048, 4, 2",
        "REPORT_DATA, 050, 64, 2",
        "MEASUREMENT, 090, 48, 2",
        "HOST_DATA, 0c0, 32, 2",
        "ID_KEY_DIGEST, 0e0, 48, 2",
        "AUTHOR_KEY_DIGEST, 110, 48, 2",
        "REPORT_ID, 140, 32, 2",
        "REPORT_ID_MA, 160, 32, 2",
        "REPORTED_TCB, 180, 8, 2",
        "CPUID_FAM_ID, 188, 1, 3",
        "CPUID_MOD_ID, 189, 1, 3",
        "CPUID_STEP, 18a, 1, 3",
        "CHIP_ID, 1a0, 64, 2",
        "COMMITTED_TCB, 1e0, 8, 2",
        "CURRENT_BUILD, 1e8, 1, 2",
        "CURRENT_MINOR, 1e9, 1, 2",
        "CURRENT_MAJOR, 1ea, 1, 2",
        "COMMITTED_BUILD, 1ec, 1, 2",
        "COMMITTED_MINOR, 1ed, 1, 2",
        "COMMITTED_MAJOR, 1ee, 1, 2",
        "LAUNCH_TCB, 1f0, 8, 2",
        "LAUNCH_MIT_VECTOR, 1f8, 8, 5",
        "CURRENT_MIT_VECTOR, 200, 8, 5",
        "CURRENT_ETCB, 220, 32, 6",
        "LAUNCH_ETCB, 240, 32, 6",
        "COMMITTED_ETCB, 260, 32, 6",
        "SIGNATURE_R, 2a0, 72, 2",
        "SIGNATURE_S, 2e8, 72, 2"
    })
    void fieldsLieWhereTheSpecificationSays(ReportField field, String offset, int size, int since) {
        assertThat(field.slot().offset()).isEqualTo(Integer.parseInt(offset, 16));
        assertThat(field.slot().size()).isEqualTo(size);
        assertThat(field.since()).isEqualTo(since);
        assertThat(ReportField.of(field.slot())).isEqualTo(field);
    }

    @Test
    void noFieldIsLeftOutOfThatTable() {
        assertThat(ReportField.values()).hasSize(37);
    }

    @ParameterizedTest
    @CsvSource({
        "V2, 04c-050 188-1a0 1eb-1ec 1ef-1f0 1f8-2a0 330-4a0",
        "V3, 04c-050 18b-1a0 1eb-1ec 1ef-1f0 1f8-2a0 330-4a0",
        "V4, 04c-050 18b-1a0 1eb-1ec 1ef-1f0 1f8-2a0 330-4a0",
        "V5, 04c-050 18b-1a0 1eb-1ec 1ef-1f0 208-2a0 330-4a0",
        "V6, 04c-050 18b-1a0 1eb-1ec 1ef-1f0 208-220 280-2a0 330-4a0",
        "LATER, 04c-050 18b-1a0 1eb-1ec 1ef-1f0 1f8-2a0 330-4a0"
    })
    void theRestIsReserved(ReportVersion version, String ranges) {
        List<String> reserved = version.layout().reserved().stream()
                .map(slot -> String.format("%03x-%03x", slot.offset(), slot.end()))
                .toList();
        assertThat(reserved).isEqualTo(Arrays.asList(ranges.split(" ")));
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionHas1184Bytes(ReportVersion version) {
        assertThat(version.layout().size()).isEqualTo(1184);
        assertThat(new ReportBuilder(version).build().version()).isEqualTo(version);
        assertThat(version.layout().slots()).extracting(Slot::end).allMatch(end -> end <= 0x330);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "01000000", "07000000", "00000001", "02000001", "ffffffff"})
    void otherVersionsAreRefusedByName(String version) {
        Bytes bytes = Bytes.ofHex(version + "00".repeat(1180));
        long number = Integer.toUnsignedLong(bytes.buffer().getInt());
        assertThat(refused("report.version", () -> AttestationReport.decode(bytes, "report.bin"))
                        .message())
                .contains("report.bin, version at offset 0x0", "version " + number + " of the attestation report")
                .contains("expected one of 2, 3, 4, 5, 6)");
    }

    /** R5: who permits a version by its number gets what all versions from 3 on have in common. */
    @Test
    void aLaterVersionIsReadWhereItsNumberIsPermitted() {
        Bytes seven = Bytes.ofHex("07000000" + "00".repeat(1180));
        AttestationReport report = AttestationReport.decode(seven, "report.bin", Set.of(7L));
        assertThat(report.version()).isEqualTo(ReportVersion.LATER);
        assertThat(report.version().has(ReportField.CPUID_FAM_ID)).isTrue();
        assertThat(report.version().has(ReportField.CURRENT_MIT_VECTOR)).isFalse();
        assertThat(report.show().kind()).endsWith("version 7");
        refused("report.version", () -> AttestationReport.decode(seven, "report.bin", Set.of(8L)));
        refused("report.version", () -> new AttestationReport(seven));
        Bytes one = Bytes.ofHex("01000000" + "00".repeat(1180));
        refused("report.version", () -> AttestationReport.decode(one, "report.bin", Set.of(1L)));
        Bytes three = Bytes.ofHex("03000000" + "00".repeat(1180));
        assertThat(AttestationReport.decode(three, "report.bin", Set.of(3L)).version())
                .isEqualTo(ReportVersion.V3);
        assertThat(new AttestationReport(three, ReportVersion.LATER).version()).isEqualTo(ReportVersion.V3);
    }
}
