// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.KeyInfo;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.evidence.RuntimeData;

/** One verification of one report. Not for use by several threads. */
final class ReportVerification {
    private static final Collection<SnpCheck> OF_BINDING = EnumSet.range(SnpCheck.PRODUCT, SnpCheck.TCB_ORDER);

    /** Those of them in which the certificate has a part. */
    private static final Collection<SnpCheck> OF_LEAF = EnumSet.range(SnpCheck.PRODUCT, SnpCheck.TCB_MICROCODE);

    private final VerificationFindings findings;
    private final Roots roots;
    private final Crypto crypto;
    private final SnpChainVerification chains;

    ReportVerification(VerificationFindings findings, Roots roots, Crypto crypto, SnpChainVerification chains) {
        this.findings = findings;
        this.roots = roots;
        this.crypto = crypto;
        this.chains = chains;
    }

    VerificationResult verify(ReportEvidence evidence, PolicyBranch policy) {
        EvidenceChecks around = new EvidenceChecks(findings, evidence);
        Optional<AttestationReport> report = around.report().flatMap(new ParseChecks(findings, policy)::check);
        report.ifPresent(one -> around.checkBinding(one, crypto));
        chains.checkForm(findings);
        return report.map(one -> verify(one, evidence.runtimeData(), policy))
                .orElseGet(() -> result(report, Chain.NONE, List.of()));
    }

    private VerificationResult verify(
            AttestationReport report, Optional<RuntimeData> runtimeData, PolicyBranch policy) {
        Optional<CertificateRole> role = signingRole(report);
        Chain chain = Chain.NONE;
        List<KdsRequest> requests = List.of();
        if (role.isPresent()) {
            Sources sources = Sources.of(role.get(), report, roots);
            JudgedChain judged = find(report, role.get(), sources);
            chain = judged.chain();
            findings.take(judged.findings());
            chains.explainMissing(findings);
            CertificateNews.check(chain, findings, policy.relief().has(PolicySwitch.NO_UNKNOWN_BITS));
            if (judged.good()) {
                checkSignature(report, chain.leaf().orElseThrow());
                bind(report, chain, findings);
            }
            requests = sources.requests(chain, findings);
        }
        policy.apply(new AppraisalInput(report, chain.leaf(), runtimeData, findings));
        return result(Optional.of(report), chain, requests);
    }

    private JudgedChain find(AttestationReport report, CertificateRole role, Sources sources) {
        ChainFinder finder = chains.finder(sources);
        Collection<AmdCertificate> leaves = chains.given(role);
        if (!leaves.isEmpty()) {
            return new KeySearch(
                            chains.chains(finder, role, sources),
                            leaf -> fits(leaf, report),
                            leaf -> made(report, leaf))
                    .best(leaves);
        }
        // A report signed with one kind of key and the certificate of the other is a common mix-up.
        CertificateRole other = role == CertificateRole.VCEK ? CertificateRole.VLEK : CertificateRole.VCEK;
        String mixUp = chains.given(other).isEmpty() ? "" : ", only one of a " + other;
        return finder.withoutKey(role, sources.generations(), mixUp);
    }

    private VerificationResult result(Optional<AttestationReport> report, Chain chain, List<KdsRequest> requests) {
        List<Link> links = new ArrayList<>(chain.links(findings));
        chain.leaf()
                .map(leaf -> new Link(leaf.toString(), "report", findings.check(SnpCheck.REPORT_SIGNATURE)))
                .ifPresent(links::add);
        return new VerificationResult(
                findings.positive(),
                findings.all(),
                chains.at(),
                report,
                chain.found(),
                links,
                requests,
                findings.warnings(),
                findings.unknown(),
                chains.leftOver(chain));
    }

    private Optional<CertificateRole> signingRole(AttestationReport report) {
        KeyInfo keys = report.keyInfo();
        String fault = KeyClaim.fault(keys);
        findings.judge(SnpCheck.SIGNING_KEY, fault.isEmpty(), keys.signingKey().name(), fault);
        return fault.isEmpty()
                ? Optional.of(CertificateRole.valueOf(keys.signingKey().name()))
                : Optional.empty();
    }

    /** Whether a certificate's chip and TCB are the report's. */
    private boolean fits(AmdCertificate leaf, AttestationReport report) {
        if (BindChecks.otherChip(report, leaf)) {
            return false;
        }
        VerificationFindings trial = new VerificationFindings(OF_BINDING);
        bind(report, new Chain(Optional.empty(), Optional.empty(), Optional.of(leaf)), trial);
        return OF_LEAF.stream().noneMatch(point -> trial.status(point) == Status.FAILED);
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
        findings.judge(
                SnpCheck.REPORT_SIGNATURE,
                made(report, leaf),
                "ECDSA P-384 with SHA-384 by " + leaf,
                "the signature of the report was not made by the key of " + leaf);
    }

    private boolean made(AttestationReport report, AmdCertificate leaf) {
        return findings.passed(SnpCheck.REPORT_SIGNATURE_FORM)
                && leaf.publicKey()
                        .filter(key -> crypto.verifyEcdsa(
                                key, Hash.SHA384, report.signedBytes(), ParseChecks.signature(report)))
                        .isPresent();
    }
}
