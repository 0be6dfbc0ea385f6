// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportRobustnessTest {
    private static void use(AttestationReport report) {
        report.show();
        report.violations();
        report.keyInfo();
        report.platformInfo();
        report.currentFirmware();
        Hostile.tolerate(report::generations);
        Hostile.tolerate(() -> report.tcb(ReportField.REPORTED_TCB));
        for (ReportField field : ReportField.values()) {
            Hostile.tolerate(() -> report.bytes(field));
        }
    }

    private static void read(Bytes bytes) {
        use(AttestationReport.decode(bytes, "report"));
    }

    @Test
    void randomBytes() {
        Hostile.random(AttestationReport.SIZE, ReportRobustnessTest::read);
    }

    @ParameterizedTest
    @EnumSource
    void randomBytesBehindAKnownVersion(ReportVersion version) {
        Hostile.random(AttestationReport.SIZE - 4, rest -> {
            Bytes head = Bytes.ofHex(String.format("%02x000000", version.number()));
            read(Bytes.ofHex(head.hex() + rest.hex()));
        });
    }

    @Test
    void changedReports() {
        Hostile.mutated(TestData.bytes("snp/genoa-v3/genoa_attestation_report.bin"), ReportRobustnessTest::read);
        Hostile.mutated(TestData.bytes("snp/milan-v2/report_milan.bin"), ReportRobustnessTest::read);
    }

    @Test
    void legacyReports() {
        Hostile.random(SevReport.SIZE, bytes -> {
            SevReport report = SevReport.decode(bytes, "report");
            report.show();
            report.violations();
        });
    }
}
