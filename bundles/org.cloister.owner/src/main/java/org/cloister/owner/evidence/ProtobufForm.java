// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import org.cloister.amd.report.AttestationReport;
import org.cloister.api.Bytes;

/** The message {@code sevsnp.Attestation} of go-sev-guest, in binary and in text: recognised, to be refused by name. */
final class ProtobufForm {
    /** Field 1, a message or bytes. */
    private static final int REPORT = 0x0a;
    /** Field 1 of the report, a number: its version. */
    private static final int VERSION = 0x08;

    private static final int MOST_VERSION = 16;

    private ProtobufForm() {}

    static boolean seems(Bytes content) {
        if (content.length() < 6 || content.at(0) != REPORT) {
            return false;
        }
        int at = 1;
        long length = 0;
        for (int shift = 0; shift < 28 && at < content.length(); shift += 7) {
            int next = content.at(at++);
            length |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return length <= content.length() - at && (fields(content, at) || bytes(content, at, length));
            }
        }
        return false;
    }

    private static boolean fields(Bytes content, int at) {
        return content.length() - at > 2
                && content.at(at) == VERSION
                && content.at(at + 1) > 1
                && content.at(at + 1) < MOST_VERSION;
    }

    private static boolean bytes(Bytes content, int at, long length) {
        return length == AttestationReport.SIZE && ReportSigns.begins(content, at);
    }

    /** Whether a text is the message in protobuf's text format. */
    static boolean seems(String text) {
        return text.startsWith("report:") || text.startsWith("report {") || text.startsWith("report{");
    }

    static void refuse(EvidenceParts into) {
        throw into.notTaken("have the tool write the report in binary: `attest -outform bin` of go-sev-guest")
                .exception();
    }
}
