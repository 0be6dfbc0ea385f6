// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import org.cloister.amd.struct.Slot;

/** Makes a new report from the fields of another. */
final class ReportCopy {
    private ReportCopy() {}

    static AttestationReport of(AttestationReport report) {
        ReportBuilder builder = new ReportBuilder(report.version());
        for (Slot slot : report.version().layout().slots()) {
            ReportField field = ReportField.of(slot);
            if (field != ReportField.VERSION) {
                builder.put(field, report.bytes(field));
            }
        }
        return builder.build();
    }
}
