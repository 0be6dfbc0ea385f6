// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.verify.SevChain.Sourced;

/** One verification of one report of SEV or SEV-ES. Not for use by several threads. */
final class SevReportVerification {
    /** PEKs are keys of P-384; their signatures leave the rest of the fields zero. */
    private static final BigInteger ORDER = Curve.P384.parameters().getOrder();

    private static final int NUMBER = 48;

    private final VerificationFindings findings;
    private final Roots roots;
    private final SevSignatures signatures;

    SevReportVerification(VerificationFindings findings, Roots roots, SevSignatures signatures) {
        this.findings = findings;
        this.roots = roots;
        this.signatures = signatures;
    }

    VerificationResult verify(ReportEvidence evidence, CertificateFiles given, Instant at, SevAppraisal appraisal) {
        Optional<SevReport> report = read(evidence);
        SevChain chain = new SevPathSearch(given.legacy(), signatures, roots)
                .ofReport(pek -> report.filter(one -> made(one, pek)).isPresent());
        SevChainVerification chains = new SevChainVerification(findings, roots, signatures, chain);
        chains.checkPek(given.bundle().problems());
        List<Link> links = new ArrayList<>(chains.links());
        report.ifPresent(one -> {
            checkSignature(one, chain);
            appraisal.apply(one, findings);
            chain.pek()
                    .map(pek -> new Link(pek.name(), "report", findings.check(SevReportCheck.REPORT_SIGNATURE)))
                    .ifPresent(links::add);
        });
        return new VerificationResult(
                findings.positive(),
                findings.all(),
                at,
                Optional.empty(),
                List.of(),
                links,
                List.of(),
                findings.warnings(),
                List.of(),
                leftOver(given, chain));
    }

    private static List<IgnoredItem> leftOver(CertificateFiles given, SevChain chain) {
        List<IgnoredItem> all = new ArrayList<>(given.ignored());
        all.addAll(chain.leftOver(given.legacy()));
        given.bundle()
                .certificates()
                .forEach(one -> all.add(new IgnoredItem(one.where(), "an X.509 certificate, of which SEV has none")));
        return all;
    }

    private Optional<SevReport> read(ReportEvidence evidence) {
        if (evidence.refusal().isPresent()) {
            findings.fail(
                    SevReportCheck.EVIDENCE_FORM,
                    evidence.refusal().map(Problem::message).orElseThrow());
            return Optional.empty();
        }
        findings.pass(SevReportCheck.EVIDENCE_FORM, evidence.title());
        int length = evidence.report().map(Bytes::length).orElse(0);
        boolean sized = findings.judge(
                SevReportCheck.REPORT_SIZE,
                length == SevReport.SIZE,
                SevReport.SIZE + " bytes",
                length + " bytes instead of " + SevReport.SIZE);
        Optional<SevReport> report = evidence.report().filter(bytes -> sized).map(SevReport::new);
        report.ifPresent(this::checkForm);
        return report;
    }

    private void checkForm(SevReport report) {
        String reserved = report.violations().stream().map(Violation::toString).collect(Collectors.joining("; "));
        findings.judge(SevReportCheck.REPORT_RESERVED, reserved.isEmpty(), "reserved bytes are zero", reserved);
        String fault = signatureFault(report);
        findings.judge(
                SevReportCheck.REPORT_SIGNATURE_FORM,
                fault.isEmpty(),
                "ECDSA P-384 by a PEK, padded with zeros",
                fault);
    }

    private static String signatureFault(SevReport report) {
        long usage = SevReport.SIG_USAGE.number(report.raw());
        if (usage != KeyUsage.PEK.code()) {
            return "the key that signed has the usage " + Numbers.hex(usage) + ", expected "
                    + Numbers.hex(KeyUsage.PEK.code()) + " (PEK)";
        }
        if (SevSignatures.hash(report).isEmpty()) {
            return "signature algorithm " + Numbers.hex(SevReport.SIG_ALGO.number(report.raw()))
                    + " is not known, expected 0x2 or 0x102 (ECDSA with SHA-256 or SHA-384)";
        }
        boolean padded = Stream.of(SevReport.SIG_R, SevReport.SIG_S)
                .allMatch(slot -> slot.in(report.raw())
                        .slice(NUMBER, slot.size() - NUMBER)
                        .isZero());
        return padded && numbers(report).fits(ORDER) ? "" : "a number of the signature is out of the range of P-384";
    }

    private void checkSignature(SevReport report, SevChain chain) {
        if (chain.pek().isEmpty()) {
            findings.fail(
                    SevReportCheck.REPORT_SIGNATURE,
                    "there is no certificate of the PEK; give PEK, OCA and CEK of the platform, as its host tells them");
            return;
        }
        Sourced<SevCertificate> pek = chain.pek().get();
        if (!findings.passed(SevReportCheck.REPORT_SIGNATURE_FORM)) {
            findings.skip(SevReportCheck.REPORT_SIGNATURE, "the report has no signature that could be valid");
            return;
        }
        findings.judge(
                SevReportCheck.REPORT_SIGNATURE,
                valid(report, pek.certificate()),
                "by " + pek,
                "the signature of the report was not made by the key of " + pek);
    }

    private boolean made(SevReport report, SevCertificate pek) {
        return findings.passed(SevReportCheck.REPORT_SIGNATURE_FORM) && valid(report, pek);
    }

    private boolean valid(SevReport report, SevCertificate pek) {
        try {
            return signatures.valid(report, numbers(report), pek);
        } catch (CloisterException e) {
            return false;
        }
    }

    private static EcSignature numbers(SevReport report) {
        return EcSignature.of(SevReport.SIG_R.in(report.raw()), SevReport.SIG_S.in(report.raw()));
    }
}
