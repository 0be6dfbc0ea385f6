// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import static org.cloister.amd.struct.Notation.HEX;
import static org.cloister.amd.struct.Notation.NUMBER;

import java.util.List;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * MSG_REPORT_RSP (SEV-SNP firmware ABI, 56860, "Attestation"): 32 bytes, then the report. Linux hands it on as it is.
 * Immutable.
 *
 * @param raw the payload, with whatever lies behind the report
 */
public record ReportResponse(Bytes raw) {
    /** Bytes before the report. */
    public static final int HEAD = 0x20;

    private static final Slot STATUS = new Slot("status", 0x00, 4, HEX, "0, or why there is no report");
    private static final Slot LENGTH = new Slot("report_size", 0x04, 4, NUMBER, "bytes of the report");
    private static final Layout LAYOUT = new Layout("the head of a report response", HEAD, List.of(STATUS, LENGTH));

    /**
     * Checks the lengths.
     *
     * @throws org.cloister.api.CloisterException {@code report-response.length}, {@code report-response.size} when
     *     there are fewer bytes than REPORT_SIZE says
     */
    public ReportResponse {
        if (raw.length() < HEAD) {
            LAYOUT.requireSize(raw.length(), MessageCodes.REPORT_RESPONSE_LENGTH, "MSG_REPORT_RSP");
        }
        long said = LENGTH.number(raw);
        if (said > raw.length() - HEAD) {
            throw Problem.input(MessageCodes.REPORT_RESPONSE_SIZE, "the report is longer than its message")
                    .at("MSG_REPORT_RSP, " + LENGTH.name())
                    .found(said + " bytes")
                    .expected("at most " + (raw.length() - HEAD))
                    .exception();
        }
    }

    /**
     * A response.
     *
     * @param status a firmware status; 0 with a report
     * @param report zeros where there is none
     */
    public static ReportResponse of(int status, Bytes report) {
        byte[] raw = new byte[HEAD + report.length()];
        STATUS.put(raw, Integer.toUnsignedLong(status));
        LENGTH.put(raw, report.length());
        report.copyTo(0, raw, HEAD, report.length());
        return new ReportResponse(Bytes.of(raw));
    }

    /** A firmware status: 0, 0x16 for a request that is not valid, 0x27 for a key that may not sign. */
    public int status() {
        return (int) STATUS.number(raw);
    }

    /** As many bytes as REPORT_SIZE says; zeros when the status is not 0. */
    public Bytes report() {
        return raw.slice(HEAD, (int) LENGTH.number(raw));
    }
}
