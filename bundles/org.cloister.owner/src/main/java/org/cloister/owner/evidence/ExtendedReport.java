// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.Locale;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.report.AttestationReport;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;

/**
 * A report with the host's certificate table behind it. Nothing else may lie there, as it would be judged by nobody: of
 * the table every byte that is not in an entry is zero, and without a table there are zeros up to a page.
 */
final class ExtendedReport {
    private ExtendedReport() {}

    static boolean seems(Bytes content) {
        return content.length() > AttestationReport.SIZE && ReportSigns.begins(content, 0);
    }

    static void read(Bytes content, EvidenceParts into) {
        Bytes behind = content.slice(AttestationReport.SIZE, content.length() - AttestationReport.SIZE);
        if (behind.isZero()) {
            if (behind.length() < CertificateTable.ENTRY || content.length() > GuestMemory.PAGE) {
                throw tail(behind, into, null).exception();
            }
            into.note("the certificate table behind the report is empty");
        } else {
            table(behind, into);
        }
        into.report(content.slice(0, AttestationReport.SIZE));
    }

    private static void table(Bytes behind, EvidenceParts into) {
        try {
            TableForm.read(behind, into);
            if (!new CertificateTable(behind).unusedIsZero()) {
                throw into.wrong("in the table lies something that belongs to no entry")
                        .exception();
            }
        } catch (CloisterException noTable) {
            throw tail(behind, into, noTable.problem().what()).exception(noTable);
        }
    }

    private static Problem tail(Bytes behind, EvidenceParts into, String fault) {
        String found = behind.length() + (behind.length() == 1 ? " byte" : " bytes");
        return Problem.input(
                        EvidenceCodes.EVIDENCE_TAIL,
                        "behind the report lies something else than a certificate table or zeros up to a page")
                .at(into.place(String.format(Locale.ROOT, "offset 0x%x", AttestationReport.SIZE)))
                .found(fault == null ? found : found + "; " + fault)
                .remedy("give the report alone, " + AttestationReport.SIZE
                        + " bytes, or with the table as the host gave it");
    }
}
