// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Numbers;
import org.cloister.owner.verify.StatedTcb;

/** Says which certificates were handed out for another TCB version than that of a report. */
final class StaleCertificates {
    private StaleCertificates() {}

    static List<String> of(AttestationReport report, List<StatedTcb> stated) {
        long reported = report.number(ReportField.REPORTED_TCB);
        return stated.stream()
                .filter(one -> one.tcb() != reported)
                .map(one -> one.where() + " states the TCB version " + Numbers.hex(one.tcb()) + ", and the report has "
                        + Numbers.hex(reported) + ": its certificates are stale; fetch them anew")
                .toList();
    }
}
