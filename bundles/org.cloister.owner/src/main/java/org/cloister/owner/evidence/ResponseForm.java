// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.List;
import org.cloister.amd.message.ReportResponse;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/** MSG_REPORT_RSP as the firmware answers, and as Linux hands it on in {@code struct snp_report_resp}. */
final class ResponseForm {
    private static final int REPORT_SIZE = 4;
    private static final int RESERVED = 8;
    private static final int ANSWER = ReportResponse.HEAD + AttestationReport.SIZE;
    private static final List<Integer> SIZES = List.of(ANSWER, 4000);

    private ResponseForm() {}

    static boolean seems(Bytes content) {
        return content.length() >= ReportResponse.HEAD
                && content.slice(RESERVED, ReportResponse.HEAD - RESERVED).isZero()
                && (ReportSigns.u32(content, REPORT_SIZE) == AttestationReport.SIZE || withoutReport(content));
    }

    // An answer that says why there is no report has nothing but its status.
    private static boolean withoutReport(Bytes content) {
        long status = ReportSigns.u32(content, 0);
        return SIZES.contains(content.length())
                && status > 0
                && FirmwareStatus.of((int) status).isPresent()
                && content.slice(Integer.BYTES, content.length() - Integer.BYTES)
                        .isZero();
    }

    static void read(Bytes content, EvidenceParts into) {
        long status = ReportSigns.u32(content, 0);
        if (status != 0) {
            throw refused((int) status, into).exception();
        }
        if (!SIZES.contains(content.length())) {
            throw into.wrong("this is not as long as the answer is")
                    .found(content.length() + " bytes")
                    .expected("1216 or 4000 bytes")
                    .exception();
        }
        if (!content.slice(ANSWER, content.length() - ANSWER).isZero()) {
            throw into.wrong("there is something behind the report")
                    .expected("zeros")
                    .exception();
        }
        into.nested(new ReportResponse(content).report(), "report at offset 0x20");
    }

    private static Problem refused(int status, EvidenceParts into) {
        String meaning = FirmwareStatus.of(status)
                .map(known -> " (" + known.name() + ": " + known.meaning() + ")")
                .orElse("");
        return Problem.input(
                        EvidenceCodes.EVIDENCE_STATUS,
                        "the firmware made no report: status " + Numbers.hex(status) + meaning)
                .at(into.place(""))
                .expected("status 0")
                .remedy("have the guest ask again");
    }
}
