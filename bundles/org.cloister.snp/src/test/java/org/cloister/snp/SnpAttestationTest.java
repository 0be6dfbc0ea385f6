// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.LaunchContext;
import org.junit.jupiter.api.Test;

/** A launched guest asks for its own report. */
class SnpAttestationTest {
    private static final Bytes DATA = Bytes.ofHex("77".repeat(64));

    @Test
    void theReportIsOfTheGuestThatWasPlanned() {
        try (TestMachine machine = new TestMachine(UnaryOperator.identity(), true)) {
            LaunchContext context = machine.support.finish(machine.updated(), machine);
            GuestAttestation attestation =
                    machine.support.capability(GuestAttestation.class).orElseThrow();
            for (int i = 0; i < 3; i++) {
                Evidence evidence = attestation.attest(context, DATA, machine);
                AttestationReport report = AttestationReport.decode(evidence.report(), "report");
                assertThat(report.bytes(ReportField.MEASUREMENT)).isEqualTo(SnpDigest.of(machine.plan));
                assertThat(report.bytes(ReportField.REPORT_DATA)).isEqualTo(DATA);
                assertThat(report.number(ReportField.VMPL)).isZero();
                assertThat(evidence.certificates()).satisfies(SnpAttestationTest::leadsToTheRoot);
            }
        }
    }

    private static void leadsToTheRoot(Bytes table) {
        assertThat(CertificateTable.decode(table, "table").entries().stream().flatMap(entry -> entry.kind().stream()))
                .contains(CertificateKind.ARK, CertificateKind.ASK, CertificateKind.VCEK);
    }
}
