// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cloister.amd.struct.Slot;
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
        return AttestationReport.decode(changed, "x").violations();
    }

    @ParameterizedTest
    @EnumSource
    void everyReservedByteIsMissedWhenItIsNotZero(ReportVersion version) {
        assertThat(good(version).violations()).isEmpty();
        for (Slot gap : version.layout().reserved()) {
            for (int offset = gap.offset(); offset < gap.end(); offset++) {
                assertThat(violations(version, offset, 1))
                        .as("offset 0x%x", offset)
                        .extracting(Violation::offset)
                        .containsExactly(gap.offset());
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

    @ParameterizedTest
    @CsvSource({
        "V2, 5, false",
        "V3, 5, true",
        "V4, 5, true",
        "V5, 5, true",
        "V2, 7, false",
        "V3, 7, false",
        "V4, 7, false",
        "V5, 7, true",
        "V2, 4, true",
        "V5, 6, false",
        "V5, 8, false",
        "V5, 63, false",
        "V2, 0, true"
    })
    void platformBitsAreAllowedByVersion(ReportVersion version, int bit, boolean allowed) {
        AttestationReport report = new ReportBuilder(version)
                .put(ReportField.POLICY, 0x30000)
                .put(ReportField.PLATFORM_INFO, 1L << bit)
                .build();
        assertThat(report.violations().isEmpty()).isEqualTo(allowed);
        assertThat(report.platformInfo().undefined(version)).isEqualTo(allowed ? 0 : 1L << bit);
    }

    @ParameterizedTest
    @CsvSource({
        "V2, 24, true",
        "V2, 25, false",
        "V4, 25, false",
        "V5, 25, true",
        "V5, 26, false",
        "V2, 63, false",
        "V3, 18, true",
        "V5, 0, true"
    })
    void policyBitsAreAllowedByVersion(ReportVersion version, int bit, boolean allowed) {
        AttestationReport report = new ReportBuilder(version)
                .put(ReportField.POLICY, 0x20000 | 1L << bit)
                .build();
        assertThat(report.violations().isEmpty()).isEqualTo(allowed);
    }

    @Test
    void policyBit17IsSet() {
        AttestationReport report = new ReportBuilder(ReportVersion.V2).build();
        assertThat(report.violations()).containsExactly(new Violation("policy", 8, "0x0", "bit 17 set"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, VCEK, true",
        "4, VLEK, true",
        "28, NONE, true",
        "1, VCEK, true",
        "2, VCEK, true",
        "8, RESERVED, false",
        "24, RESERVED, false",
        "32, VCEK, false",
        "0x80000000, VCEK, false"
    })
    void keyBitsAreAllowed(String raw, ReportSigner key, boolean allowed) {
        AttestationReport report = new ReportBuilder(ReportVersion.V3)
                .put(ReportField.POLICY, 0x30000)
                .put(ReportField.KEY_INFO, Long.decode(raw))
                .build();
        assertThat(report.keyInfo().signingKey()).isEqualTo(key);
        assertThat(report.violations().isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 'signed by the chip''s key (VCEK), no author key'",
        "5, 'signed by a loaded key (VLEK), author key'",
        "30, 'signed by no key, no author key, chip key masked'",
        "8, 'signed by a key that is not defined, no author key'"
    })
    void keyInfoIsToldInWords(int raw, String words) {
        assertThat(new KeyInfo(raw)).hasToString(words);
    }

    @Test
    void aViolationIsToldInOneLine() {
        assertThat(violations(ReportVersion.V2, 0x4d, 1).get(0))
                .hasToString("reserved at offset 0x4c: found 00010000, expected zeros");
    }
}
