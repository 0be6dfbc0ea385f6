// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/** The first stage: is it a report, with nothing in it that its version does not allow? */
final class ParseChecks {
    private static final BigInteger ORDER = Curve.P384.parameters().getOrder();

    private final VerificationFindings findings;

    ParseChecks(VerificationFindings findings) {
        this.findings = findings;
    }

    /** The report, when it can be read at all; the findings report whether it is right. */
    Optional<AttestationReport> check(Bytes bytes) {
        int excess = bytes.length() - AttestationReport.SIZE;
        boolean sized = findings.judge(
                SnpCheck.REPORT_SIZE,
                excess == 0,
                AttestationReport.SIZE + " bytes",
                bytes.length() + " bytes instead of " + AttestationReport.SIZE + CertificateFileKind.guess(bytes));
        Optional<AttestationReport> report = sized ? read(bytes) : Optional.empty();
        report.ifPresent(this::checkContent);
        return report;
    }

    private Optional<AttestationReport> read(Bytes bytes) {
        try {
            AttestationReport report = AttestationReport.decode(bytes, "report");
            findings.pass(SnpCheck.REPORT_VERSION, "version " + report.version().number());
            return Optional.of(report);
        } catch (CloisterException e) {
            findings.fail(SnpCheck.REPORT_VERSION, e.problem().message());
            return Optional.empty();
        }
    }

    private void checkContent(AttestationReport report) {
        List<Violation> all = report.violations();
        String reserved = text(all, one -> one.offset() < AttestationReport.SIGNED);
        findings.judge(
                SnpCheck.REPORT_RESERVED,
                reserved.isEmpty(),
                "reserved bytes and bits are as version " + report.version().number() + " has them",
                reserved);
        String wrong = signatureFaults(report, text(all, one -> one.offset() >= AttestationReport.SIGNED));
        findings.judge(
                SnpCheck.REPORT_SIGNATURE_FORM, wrong.isEmpty(), "ECDSA P-384 with SHA-384, padded with zeros", wrong);
    }

    private static String signatureFaults(AttestationReport report, String padding) {
        long algorithm = report.number(ReportField.SIGNATURE_ALGO);
        if (algorithm != AttestationReport.ECDSA_P384_SHA384) {
            return "signature algorithm " + algorithm + " is not known, expected 1 (ECDSA P-384 with SHA-384)";
        }
        if (report.signatureMissing()) {
            return "the report is not signed: its signature is zero";
        }
        boolean fits = signature(report).fits(ORDER);
        return padding.isEmpty() && !fits ? "a number of the signature is out of the range of P-384" : padding;
    }

    /** The signature's two numbers. */
    static EcSignature signature(AttestationReport report) {
        return EcSignature.of(report.bytes(ReportField.SIGNATURE_R), report.bytes(ReportField.SIGNATURE_S));
    }

    private static String text(List<Violation> violations, Predicate<Violation> which) {
        return violations.stream().filter(which).map(Violation::toString).collect(Collectors.joining("; "));
    }
}
