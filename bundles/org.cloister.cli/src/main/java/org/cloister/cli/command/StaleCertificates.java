// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Numbers;
import org.cloister.owner.verify.StatedTcb;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.owner.verify.VerificationWarning;

/** Warns of certificates that were handed out for another TCB version than that of a report. */
final class StaleCertificates {
    private StaleCertificates() {}

    /**
     * The warnings, one for each file; none where some of the files are for the report's TCB version, as the others are
     * another host's then.
     */
    static List<VerificationWarning> of(VerificationResult result, List<StatedTcb> stated) {
        return result.report().map(report -> report.number(ReportField.REPORTED_TCB)).stream()
                .filter(reported -> stated.stream().noneMatch(one -> one.tcb() == reported))
                .flatMap(reported -> warnings(reported, stated))
                .toList();
    }

    private static Stream<VerificationWarning> warnings(long reported, List<StatedTcb> stated) {
        return stated.stream()
                .map(one -> new VerificationWarning(
                        "certificates",
                        one.where() + " states the TCB version " + Numbers.hex(one.tcb()) + ", and the report has "
                                + Numbers.hex(reported) + ": its certificates are stale",
                        "fetch them anew"));
    }
}
