// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.KeyInfo;
import org.cloister.amd.report.ReportSigner;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.owner.evidence.Evidence;
import org.cloister.owner.evidence.RuntimeData;

/** One verification of one report. Not for use by several threads. */
final class ReportVerification {
    private final VerificationFindings findings;
    private final Roots roots;
    private final Signatures signatures;
    private final CertificateBundle given;
    private final Instant at;

    ReportVerification(
            VerificationFindings findings, Roots roots, Signatures signatures, CertificateBundle given, Instant at) {
        this.findings = findings;
        this.roots = roots;
        this.signatures = signatures;
        this.given = given;
        this.at = at;
    }

    VerificationResult verify(Evidence evidence, AppraisalPolicy policy) {
        EvidenceChecks around = new EvidenceChecks(findings, evidence);
        Optional<AttestationReport> report = around.report().flatMap(new ParseChecks(findings)::check);
        report.ifPresent(one -> around.checkBinding(one, signatures.crypto()));
        SnpChainVerification chains = new SnpChainVerification(findings, roots, signatures, given, at);
        chains.checkForm();
        return report.map(one -> verify(one, evidence.runtimeData(), chains, policy))
                .orElseGet(() -> result(report, Chain.NONE, List.of()));
    }

    private VerificationResult verify(
            AttestationReport report,
            Optional<RuntimeData> runtimeData,
            SnpChainVerification chains,
            AppraisalPolicy policy) {
        Optional<CertificateRole> role = signingRole(report);
        Chain chain =
                role.map(one -> chains.find(one, leaf -> fits(leaf, report))).orElse(Chain.NONE);
        List<String> requests = List.of();
        if (role.isPresent()) {
            Sources sources = new Sources(role.get(), chain, Optional.of(report));
            requests = sources.requests(chain, !given.crls().isEmpty());
            if (chains.check(chain, role.get(), sources)) {
                checkSignature(report, chain.leaf().orElseThrow());
                bind(report, chain, findings);
            }
        }
        policy.apply(new AppraisalInput(report, chain.leaf(), runtimeData, findings));
        return result(Optional.of(report), chain, requests);
    }

    private VerificationResult result(Optional<AttestationReport> report, Chain chain, List<String> requests) {
        List<Link> links = new ArrayList<>(chain.links(findings));
        chain.leaf()
                .map(leaf -> new Link(leaf.toString(), "report", findings.check(SnpCheck.REPORT_SIGNATURE)))
                .ifPresent(links::add);
        return new VerificationResult(findings.positive(), findings.all(), at, report, chain.found(), links, requests);
    }

    // With the chip's key masked the firmware writes zeros for a signature (SEV-SNP ABI, "ATTESTATION_REPORT",
    // MASK_CHIP_KEY).
    private Optional<CertificateRole> signingRole(AttestationReport report) {
        KeyInfo keys = report.keyInfo();
        ReportSigner key = keys.signingKey();
        boolean signs = (key == ReportSigner.VCEK || key == ReportSigner.VLEK) && !keys.chipKeyMasked();
        findings.judge(
                SnpCheck.SIGNING_KEY,
                signs,
                key.name(),
                keys.chipKeyMasked()
                        ? "the host masks the chip's key, so that the report is not signed"
                        : "the report says that it is " + keys);
        return signs ? Optional.of(CertificateRole.valueOf(key.name())) : Optional.empty();
    }

    /** Whether a certificate's chip and TCB are the report's; of several this one is taken. */
    private boolean fits(AmdCertificate leaf, AttestationReport report) {
        VerificationFindings trial = new VerificationFindings(List.of(SnpCheck.values()));
        bind(report, new Chain(Optional.empty(), Optional.empty(), Optional.of(leaf)), trial);
        return trial.all().stream().noneMatch(one -> one.status() == Status.FAILED);
    }

    private void bind(AttestationReport report, Chain chain, VerificationFindings into) {
        new ProductCheck(chain, roots, Optional.of(report))
                .check(into)
                .ifPresent(
                        generation -> new BindChecks(into, report, chain.leaf().orElseThrow()).check(generation));
    }

    private void checkSignature(AttestationReport report, AmdCertificate leaf) {
        if (!findings.passed(SnpCheck.REPORT_SIGNATURE_FORM)) {
            findings.skip(SnpCheck.REPORT_SIGNATURE, "the report has no signature that could be valid");
            return;
        }
        Crypto crypto = signatures.crypto();
        boolean valid = leaf.publicKey()
                .filter(key ->
                        crypto.verifyEcdsa(key, Hash.SHA384, report.signedBytes(), ParseChecks.signature(report)))
                .isPresent();
        findings.judge(
                SnpCheck.REPORT_SIGNATURE,
                valid,
                "ECDSA P-384 with SHA-384 by " + leaf,
                "the signature of the report was not made by the key of " + leaf);
    }
}
