// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.message.ReportResponse;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** What requests for reports have in common, whichever way they go. */
public final class ReportRequests {
    /** MSG_REPORT_REQ in words for people. */
    public static final String REPORT = "MSG_REPORT_REQ";

    private static final int REPORT_DATA_AT = 0x50;

    private ReportRequests() {}

    /**
     * Report data as it goes into a report.
     *
     * @param data up to 64 bytes
     * @return 64 bytes, zeros behind the data
     * @throws org.cloister.api.CloisterException {@code guest.data}
     */
    public static Bytes padded(Bytes data) {
        if (data.length() > ReportRequest.REPORT_DATA) {
            throw Problem.input(GuestCodes.GUEST_DATA, "a report has no room for so much data")
                    .at("report data")
                    .found(data.length() + " bytes")
                    .expected("at most " + ReportRequest.REPORT_DATA + " bytes")
                    .remedy("give a digest of it")
                    .exception();
        }
        byte[] padded = new byte[ReportRequest.REPORT_DATA];
        data.copyTo(0, padded, 0, data.length());
        return Bytes.of(padded);
    }

    /**
     * Checks a privilege level.
     *
     * @throws org.cloister.api.CloisterException {@code guest.level}
     */
    public static int level(int vmpl) {
        if (vmpl < 0 || vmpl > MessageHeader.LAST_KEY) {
            throw Problem.input(GuestCodes.GUEST_LEVEL, "there is no such privilege level")
                    .at("vmpl")
                    .found(vmpl)
                    .expected("0 to " + MessageHeader.LAST_KEY)
                    .exception();
        }
        return vmpl;
    }

    /** The request for a report. */
    public static ReportRequest report(Bytes data, int vmpl) {
        return ReportRequest.of(padded(data), level(vmpl), KeyChoice.ANY);
    }

    /**
     * The report of a response, if it is to this request.
     *
     * @param payload MSG_REPORT_RSP with whatever lies behind it
     * @throws GuestRequestException when the firmware says that there is none
     * @throws org.cloister.api.CloisterException {@code report-response.length}, {@code report-response.size},
     *     {@code guest.response} when the report is about other data
     */
    public static Bytes reported(Bytes payload, Bytes data) {
        ReportResponse response = new ReportResponse(payload);
        GuestRequestException.requireDone(REPORT, response.status());
        return requireFresh(response.report(), data);
    }

    /**
     * Checks that a report repeats the data that was asked with, so that nobody goes on with a report for somebody
     * else.
     *
     * @throws org.cloister.api.CloisterException {@code guest.response}
     */
    public static Bytes requireFresh(Bytes report, Bytes data) {
        Bytes expected = padded(data);
        int end = REPORT_DATA_AT + ReportRequest.REPORT_DATA;
        if (report.length() < end
                || !report.slice(REPORT_DATA_AT, ReportRequest.REPORT_DATA).equals(expected)) {
            throw Problem.operation(
                            GuestCodes.GUEST_RESPONSE, "the report does not repeat the data that it was asked for with")
                    .at("report_data")
                    .found(
                            report.length() < end
                                    ? report.length() + " bytes of report"
                                    : report.slice(REPORT_DATA_AT, ReportRequest.REPORT_DATA))
                    .expected(expected)
                    .remedy("ask again; two askers may have shared one place to ask")
                    .exception();
        }
        return report;
    }

    /** The way that was chosen cannot ask for this. */
    public static RuntimeException unsupported(String transport, String what, String remedy) {
        return Problem.host(GuestCodes.GUEST_UNSUPPORTED, "this way to ask has no request for " + what)
                .at(transport)
                .remedy(remedy)
                .exception();
    }
}
