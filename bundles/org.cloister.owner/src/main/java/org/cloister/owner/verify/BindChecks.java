// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;

/** The third stage: is the certified key the one of the chip and the TCB version that the report names? */
final class BindChecks {
    private final VerificationFindings findings;
    private final AttestationReport report;
    private final AmdCertificate leaf;

    /** @param leaf of a role that its contents agree with */
    BindChecks(VerificationFindings findings, AttestationReport report, AmdCertificate leaf) {
        this.findings = findings;
        this.report = report;
        this.leaf = leaf;
    }

    /**
     * Whether a certificate is of another chip than a report, as nearly all are where those of many hosts are at hand.
     */
    static boolean otherChip(AttestationReport report, AmdCertificate leaf) {
        Bytes chipId = report.bytes(ReportField.CHIP_ID);
        return leaf.amd()
                .hardwareId()
                .filter(id -> id.length() > chipId.length()
                        || !chipId.slice(0, id.length()).equals(id))
                .filter(id -> !chipId.isZero())
                .isPresent();
    }

    void check(Generation generation) {
        if (leaf.role().filter(CertificateRole.VLEK::equals).isPresent()) {
            findings.skip(SnpCheck.CHIP_ID, "a VLEK is not of one chip");
        } else if (report.chipIdMasked()) {
            findings.skip(SnpCheck.CHIP_ID, "the host masks the chip id in reports");
        } else {
            compareChip(generation);
        }
        new TcbChecks(findings, report, leaf, generation.tcbLayout().orElseThrow()).check();
    }

    // A hardware id is as long as its generation's, or padded to the 64 bytes of the report's field.
    private void compareChip(Generation generation) {
        Bytes hardwareId = leaf.amd().hardwareId().orElse(Bytes.EMPTY);
        Bytes chipId = report.bytes(ReportField.CHIP_ID);
        int length = hardwareId.length();
        boolean fits = length == generation.hardwareIdLength() || length == chipId.length();
        boolean same = fits
                && chipId.slice(0, length).equals(hardwareId)
                && chipId.slice(length, chipId.length() - length).isZero();
        findings.judge(
                SnpCheck.CHIP_ID,
                same,
                hardwareId.hex(),
                "the certificate is of the chip " + hardwareId.hex() + ", the report of " + chipId.hex());
    }
}
