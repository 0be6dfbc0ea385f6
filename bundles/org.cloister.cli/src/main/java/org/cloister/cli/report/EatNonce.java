// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.Base64;
import java.util.Optional;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.evidence.RuntimeData;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;

/** The nonce of a result: the report data that was demanded, where the report has it. */
final class EatNonce {
    private EatNonce() {}

    /** Base64url without filling: in JSON a nonce has 8 to 88 characters (RFC 9711, 4.1), and 64 bytes make 86. */
    static Optional<String> of(VerificationResult result, ReportEvidence evidence) {
        return result.check("report-data")
                .map(VerificationCheck::status)
                .filter(Status.PASSED::equals)
                .flatMap(passed -> reportData(result, evidence))
                .map(data -> Base64.getUrlEncoder().withoutPadding().encodeToString(data.toArray()));
    }

    private static Optional<Bytes> reportData(VerificationResult result, ReportEvidence evidence) {
        if (evidence.runtimeData().isPresent()) {
            return evidence.runtimeData().flatMap(RuntimeData::userData);
        }
        return evidence.legacy()
                ? evidence.report().map(SevReport::new).map(report -> SevReport.MNONCE.in(report.raw()))
                : result.report().map(report -> report.bytes(ReportField.REPORT_DATA));
    }
}
