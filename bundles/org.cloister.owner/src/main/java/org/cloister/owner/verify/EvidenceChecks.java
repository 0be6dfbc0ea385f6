// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Optional;
import java.util.Set;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.owner.evidence.EvidenceCodes;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.evidence.RuntimeData;

/** What there is to check of evidence around a report: its form, and what the report is bound to. */
final class EvidenceChecks {
    private static final Set<String> LENGTHS = Set.of(EvidenceCodes.EVIDENCE_TAIL, EvidenceCodes.EVIDENCE_SIZE);

    private final VerificationFindings findings;
    private final ReportEvidence evidence;

    EvidenceChecks(VerificationFindings findings, ReportEvidence evidence) {
        this.findings = findings;
        this.evidence = evidence;
    }

    /** The bytes to be judged as a report, if there are any. */
    Optional<Bytes> report() {
        if (evidence.refusal().isPresent()) {
            refuse(evidence.refusal().get());
        } else if (evidence.report().isEmpty()) {
            findings.fail(
                    SnpCheck.EVIDENCE_FORM,
                    "this is " + evidence.title() + ": it holds certificates and no report",
                    "give it with --certs, and what the guest got as its report with --report");
        } else if (evidence.known()) {
            findings.pass(SnpCheck.EVIDENCE_FORM, evidence.title());
        } else {
            findings.skip(SnpCheck.EVIDENCE_FORM, "it is not in a shape that is known, and judged as a report alone");
        }
        return evidence.report();
    }

    private void refuse(Problem problem) {
        if (LENGTHS.contains(problem.code())) {
            findings.skip(SnpCheck.EVIDENCE_FORM, "it has another size than a report");
            fail(SnpCheck.REPORT_SIZE, problem);
        } else {
            fail(SnpCheck.EVIDENCE_FORM, problem);
        }
    }

    private void fail(SnpCheck point, Problem problem) {
        String remedy = problem.remedy() == null ? point.remedy() : problem.remedy();
        findings.fail(point, problem.remedy(null).message(), remedy);
    }

    /** Whether the runtime data is that of the report: REPORT_DATA is its hash, then zeros. */
    void checkBinding(AttestationReport report, Crypto crypto) {
        if (evidence.runtimeData().isEmpty()) {
            findings.skip(SnpCheck.EVIDENCE_BINDING, "there is no runtime data");
            return;
        }
        RuntimeData data = evidence.runtimeData().get();
        Bytes expected = data.binding(crypto);
        Bytes found = report.bytes(ReportField.REPORT_DATA);
        findings.judge(
                SnpCheck.EVIDENCE_BINDING,
                found.equals(expected),
                "REPORT_DATA is the " + data.hash().algorithm() + " of the runtime data",
                "the runtime data is not that of this report: REPORT_DATA is " + found.hex() + ", expected its "
                        + data.hash().algorithm() + " and zeros, " + expected.hex());
    }
}
