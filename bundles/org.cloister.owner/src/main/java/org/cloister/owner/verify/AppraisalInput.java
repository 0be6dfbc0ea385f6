// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Optional;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.api.CloisterException;
import org.cloister.owner.evidence.RuntimeData;

/**
 * What a policy is applied to.
 *
 * @param report read, not necessarily authentic
 * @param leaf the certificate of the key that signed, when there is one
 * @param runtimeData what the report is bound to in place of the owner's data, where evidence has it
 * @param findings the outcome of the checks before
 */
record AppraisalInput(
        AttestationReport report,
        Optional<AmdCertificate> leaf,
        Optional<RuntimeData> runtimeData,
        VerificationFindings findings) {

    static final String NO_GENERATION = "neither the report nor a certificate determines the processor generation";

    /** Its processor's generation: by the certificate's product, else by the report itself. */
    Optional<Generation> generation() {
        return leaf.flatMap(AmdCertificate::productName)
                .flatMap(ProductCheck::named)
                .or(this::generationOfReport);
    }

    /** How TCB versions are laid out: by the certificate's product, else by the report itself. */
    Optional<TcbLayout> layout() {
        return generation().flatMap(Generation::tcbLayout).or(this::layoutOfReport);
    }

    private Optional<Generation> generationOfReport() {
        try {
            return Optional.of(report.generations())
                    .filter(possible -> possible.size() == 1)
                    .map(possible -> possible.get(0));
        } catch (CloisterException e) {
            // Its processor is of no generation that is known.
            return Optional.empty();
        }
    }

    private Optional<TcbLayout> layoutOfReport() {
        try {
            return report.tcbLayout();
        } catch (CloisterException e) {
            // Its processor is of no generation that is known.
            return Optional.empty();
        }
    }

    boolean has(ReportField field) {
        return report.version().has(field);
    }

    /** Why a field that the report's version lacks cannot be judged. */
    String untold(ReportField field) {
        return "version " + report.number(ReportField.VERSION) + " of the report has no "
                + field.slot().name();
    }
}
