// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

/** Codes of problems of attestation reports; see {@link org.cloister.api.ProblemCodes}. */
final class ReportCodes {
    /** Input: this is not as long as an attestation report of SEV or SEV-ES is. */
    static final String LEGACY_REPORT_LENGTH = "legacy-report.length";

    /** Input: this version of the attestation report has no such field, or it cannot be set. */
    static final String REPORT_FIELD = "report.field";

    /** Input: the report does not determine its processor generation. */
    static final String REPORT_GENERATION = "report.generation";

    /** Input: this is not as long as an attestation report is. */
    static final String REPORT_LENGTH = "report.length";

    /** Input: this version of the attestation report is not known. */
    static final String REPORT_VERSION = "report.version";

    private ReportCodes() {}
}
