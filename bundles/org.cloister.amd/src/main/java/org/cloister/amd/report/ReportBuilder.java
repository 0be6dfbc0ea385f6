// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * Makes an attestation report field by field; what is not set is zero. The report is not signed: see
 * {@link AttestationReport#withSignature}. For one thread.
 */
public final class ReportBuilder {
    private final ReportVersion version;
    private final byte[] image = new byte[AttestationReport.SIZE];

    /** Begins a report of a version. */
    public ReportBuilder(ReportVersion version) {
        this.version = version;
        ReportField.VERSION.slot().put(image, version.number());
    }

    /**
     * Sets a field of at most 8 bytes.
     *
     * @param value unsigned
     * @throws org.cloister.api.CloisterException {@code report.field} when the version has no such field or says it
     *     itself, {@code field.range} when the value is too large
     */
    public ReportBuilder put(ReportField field, long value) {
        allowed(field).slot().put(image, value);
        return this;
    }

    /**
     * Sets a field.
     *
     * @param content as many bytes as the field has
     * @throws org.cloister.api.CloisterException {@code report.field}, {@code field.size}
     */
    public ReportBuilder put(ReportField field, Bytes content) {
        allowed(field).slot().put(image, content);
        return this;
    }

    /** Sets a TCB version. */
    public ReportBuilder put(ReportField field, TcbVersion tcb) {
        return put(field, tcb.raw());
    }

    /** The report. */
    public AttestationReport build() {
        return new AttestationReport(Bytes.of(image), version);
    }

    private ReportField allowed(ReportField field) {
        if (field == ReportField.VERSION || !version.has(field)) {
            throw Problem.input(ReportCodes.REPORT_FIELD, "this field cannot be set in a report of this version")
                    .at(field.slot().name())
                    .found("version " + version.number())
                    .exception();
        }
        return field;
    }
}
