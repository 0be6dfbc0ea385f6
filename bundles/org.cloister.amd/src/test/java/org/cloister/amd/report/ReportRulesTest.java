// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Unknown;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportRulesTest {
    private static AttestationReport good(ReportVersion version) {
        return new ReportBuilder(version).put(ReportField.POLICY, 0x30000).build();
    }

    private static List<Violation> violations(ReportVersion version, int offset, int value) {
        Bytes changed = Hostile.changed(good(version).raw(), offset, value);
        return new AttestationReport(changed, version).violations();
    }

    private static AttestationReport changed(ReportVersion version, int offset, int value) {
        return new AttestationReport(Hostile.changed(good(version).raw(), offset, value), version);
    }

    @ParameterizedTest
    @EnumSource
    void everyReservedByteThatIsNotZeroIsToldWithinTheSignedPartAndRefusedOutside(ReportVersion version) {
        assertThat(good(version).violations()).isEmpty();
        assertThat(good(version).unknown()).isEmpty();
        for (Slot gap : version.layout().reserved()) {
            for (int offset = gap.offset(); offset < gap.end(); offset++) {
                AttestationReport changed = changed(version, offset, 1);
                boolean signed = offset < AttestationReport.SIGNED;
                List<Unknown> told = signed ? List.of(Unknown.bytes("report, reserved", offset, "01")) : List.of();
                assertThat(changed.unknown()).as("offset 0x%x", offset).isEqualTo(told);
                assertThat(changed.violations()).as("offset 0x%x", offset).hasSize(signed ? 0 : 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theUpperBytesOfTheSignaturesNumbersAreZero(ReportVersion version) {
        for (int i = 0; i < 72; i++) {
            int expected = i < 48 ? 0 : 1;
            assertThat(violations(version, 0x2a0 + i, 0x80)).hasSize(expected);
            assertThat(violations(version, 0x2e8 + i, 0x80)).hasSize(expected);
        }
    }

    /** V1: a firmware update brings a switch to older generations without a new version of the report. */
    @ParameterizedTest
    @EnumSource
    void platformBits0To7HaveNamesInEveryVersionAndTheOthersAreTold(ReportVersion version) {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            AttestationReport report = new ReportBuilder(version)
                    .put(ReportField.POLICY, 0x30000)
                    .put(ReportField.PLATFORM_INFO, 1L << bit)
                    .build();
            assertThat(report.violations()).isEmpty();
            assertThat(report.platformInfo().toString().startsWith("unknown bit " + bit))
                    .isEqualTo(bit > 7);
            List<Unknown> told = bit > 7 ? List.of(Unknown.bit("report, platform_info", 0x40, bit)) : List.of();
            assertThat(report.unknown()).isEqualTo(told);
        }
    }

    @Test
    void platformBitsHaveTheNamesOfTheContract() {
        assertThat(new PlatformInfo(0x1ff))
                .hasToString(
                        "smt, tsme, ecc, rapl-dis, ciphertext-hiding, alias-check, iommu-write-safe, tio, unknown bit 8");
        assertThat(new PlatformInfo(0x65)).hasToString("smt, ecc, alias-check, iommu-write-safe");
    }

    @ParameterizedTest
    @EnumSource
    void policyBits0To25AreKnownInEveryVersionAndNoOther(ReportVersion version) {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            AttestationReport report = new ReportBuilder(version)
                    .put(ReportField.POLICY, 0x20000 | 1L << bit)
                    .build();
            assertThat(report.violations()).hasSize(bit < 26 ? 0 : 1);
            assertThat(report.unknown()).isEmpty();
        }
    }

    @Test
    void policyBit17IsSet() {
        AttestationReport report = new ReportBuilder(ReportVersion.V2).build();
        assertThat(report.violations()).containsExactly(new Violation("policy", 8, "0x0", "bit 17 set"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, VCEK, -1",
        "4, VLEK, -1",
        "28, NONE, -1",
        "1, VCEK, -1",
        "2, VCEK, -1",
        "8, CHIP_SECRET_VCEK, -1",
        "12, RESERVED, -1",
        "24, RESERVED, -1",
        "32, VCEK, 5",
        "0x80000000, VCEK, 31"
    })
    void keyBitsThatAreNotKnownAreTold(String raw, ReportSigner key, int told) {
        AttestationReport report = new ReportBuilder(ReportVersion.V3)
                .put(ReportField.POLICY, 0x30000)
                .put(ReportField.KEY_INFO, Long.decode(raw))
                .build();
        assertThat(report.keyInfo().signingKey()).isEqualTo(key);
        assertThat(report.violations()).isEmpty();
        assertThat(report.unknown())
                .isEqualTo(told < 0 ? List.of() : List.of(Unknown.bit("report, key_info", 0x48, told)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 'signed by the chip''s key (VCEK), no author key'",
        "5, 'signed by a loaded key (VLEK), author key'",
        "30, 'signed by no key, no author key, chip key masked'",
        "8, 'signed by a key derived from the chip''s secret (kind 2, Venice; unverified), no author key'",
        "12, 'signed by a key of a kind that is not known (3), no author key'"
    })
    void keyInfoIsToldInWords(int raw, String words) {
        assertThat(new KeyInfo(raw)).hasToString(words);
    }

    @Test
    void aViolationIsToldInOneLine() {
        assertThat(violations(ReportVersion.V2, 0x331, 1).get(0))
                .hasToString(
                        "reserved at offset 0x330: found 0001" + "00".repeat(30) + "… (368 bytes), expected zeros");
    }

    @Test
    void whatIsNotKnownIsToldInOneLine() {
        assertThat(changed(ReportVersion.V2, 0x4d, 1).unknown().get(0))
                .hasToString("report, reserved at offset 0x4d: 01");
        assertThat(Unknown.bit("report, platform_info", 0x40, 8))
                .hasToString("report, platform_info at offset 0x40, number 8: 0x1");
    }

    @Test
    void extendedTcbIsKnownOnVeniceAlone() {
        ReportBuilder turin = new ReportBuilder(ReportVersion.V6)
                .put(ReportField.POLICY, 0x30000)
                .put(ReportField.CPUID_FAM_ID, 0x1a)
                .put(ReportField.CPUID_MOD_ID, 0x02)
                .put(ReportField.LAUNCH_ETCB, Bytes.ofHex("00".repeat(3) + "05" + "00".repeat(28)));
        assertThat(turin.build().unknown()).containsExactly(Unknown.bytes("report, launch_etcb", 0x243, "05"));
        assertThat(turin.put(ReportField.CPUID_MOD_ID, 0x50).build().unknown()).isEmpty();
        Bytes reserved = Bytes.ofHex("00".repeat(31) + "07");
        assertThat(turin.put(ReportField.LAUNCH_ETCB, reserved).build().unknown())
                .containsExactly(Unknown.bytes("report, launch_etcb", 0x25f, "07"));
    }

    @Test
    void bytesOfVenicesTcbThatHaveNoComponentAreTold() {
        AttestationReport report = new ReportBuilder(ReportVersion.V6)
                .put(ReportField.POLICY, 0x30000)
                .put(ReportField.CPUID_FAM_ID, 0x1a)
                .put(ReportField.CPUID_MOD_ID, 0x90)
                .put(ReportField.REPORTED_TCB, 0x0900000000030201L)
                .build();
        assertThat(report.unknown()).containsExactly(Unknown.bytes("report, reported_tcb", 0x187, "09"));
    }
}
