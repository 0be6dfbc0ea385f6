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
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.struct.Unknown;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/**
 * The first stage: is it a report, with nothing in it that is not allowed? It lists what the signed part says about the
 * platform and nobody here knows.
 */
final class ParseChecks {
    private static final BigInteger ORDER = Curve.P384.parameters().getOrder();

    private final VerificationFindings findings;
    private final PolicyBranch policy;

    ParseChecks(VerificationFindings findings, PolicyBranch policy) {
        this.findings = findings;
        this.policy = policy;
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
            AttestationReport report =
                    AttestationReport.decode(bytes, "report", policy.relief().reportVersions());
            String version = "version " + report.number(ReportField.VERSION);
            if (report.version() == ReportVersion.LATER) {
                findings.tell(SnpCheck.REPORT_VERSION, version + " is not known, and permitted by its number");
            } else {
                findings.pass(SnpCheck.REPORT_VERSION, version);
            }
            return Optional.of(report);
        } catch (CloisterException e) {
            findings.fail(SnpCheck.REPORT_VERSION, e.problem().message());
            return Optional.empty();
        }
    }

    private void checkContent(AttestationReport report) {
        List<Violation> all = report.violations();
        checkReserved(report, text(all, one -> one.offset() < AttestationReport.SIGNED));
        String wrong = signatureFaults(report, text(all, one -> one.offset() >= AttestationReport.SIGNED));
        findings.judge(
                SnpCheck.REPORT_SIGNATURE_FORM, wrong.isEmpty(), "ECDSA P-384 with SHA-384, padded with zeros", wrong);
    }

    private void checkReserved(AttestationReport report, String ofPolicy) {
        List<Unknown> unknown = report.unknown();
        findings.addUnknown(unknown);
        String told = unknown.stream().map(Unknown::toString).collect(Collectors.joining("; "));
        if (!ofPolicy.isEmpty() && !permitsPolicyBits()) {
            findings.fail(
                    SnpCheck.REPORT_RESERVED,
                    ofPolicy,
                    "they may widen what the host may do: update this program, permit them by --allow-unknown-bits, or"
                            + " demand the whole policy as a number");
        } else if (!told.isEmpty() && policy.relief().has(PolicySwitch.NO_UNKNOWN_BITS)) {
            findings.fail(SnpCheck.REPORT_RESERVED, "not known: " + told);
        } else if (!told.isEmpty() || !ofPolicy.isEmpty()) {
            String permitted = ofPolicy.isEmpty() ? "" : "permitted: " + ofPolicy;
            findings.tell(SnpCheck.REPORT_RESERVED, told.isEmpty() ? permitted : "not known: " + told + permitted);
        } else {
            findings.pass(SnpCheck.REPORT_RESERVED, "nothing that is not known");
        }
    }

    private boolean permitsPolicyBits() {
        boolean whole = policy.guestPolicy()
                .filter(demand -> demand.whole().isPresent())
                .isPresent();
        return whole || policy.relief().has(PolicySwitch.ALLOW_UNKNOWN_BITS);
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
