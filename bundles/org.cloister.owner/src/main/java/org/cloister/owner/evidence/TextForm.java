// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cloister.amd.report.AttestationReport;
import org.cloister.api.Bytes;

/** Text: of bytes, in hexadecimal or base64, or of JSON. A byte order mark and white space around it are nothing. */
final class TextForm {
    private static final Bytes MARK = Bytes.ofHex("efbbbf");
    private static final Pattern WHITE = Pattern.compile("\\s+");
    private static final String PEM = "-----";

    private final EvidenceParts parts;

    TextForm(EvidenceParts parts) {
        this.parts = parts;
    }

    /** Takes text apart; whether it is of something that is known. */
    boolean take(Bytes content) {
        boolean marked = content.length() >= MARK.length()
                && content.slice(0, MARK.length()).equals(MARK);
        Bytes text = marked ? content.slice(MARK.length(), content.length() - MARK.length()) : content;
        int first = first(text);
        if (first == '{') {
            return JsonForm.take(text, parts);
        }
        if (first < 0 || !isAscii(text)) {
            return false;
        }
        String stripped = new String(text.toArray(), StandardCharsets.US_ASCII).strip();
        if (ProtobufForm.seems(stripped)) {
            parts.enter(EvidenceShape.PROTOBUF);
            ProtobufForm.refuse(parts);
        }
        return !stripped.startsWith(PEM) && takeBytes(WHITE.matcher(stripped).replaceAll(""));
    }

    // Hexadecimal digits are base64 too, so they come first
    private boolean takeBytes(String text) {
        return take(EvidenceShape.HEX, TextBytes.hex(text)) || take(EvidenceShape.BASE64, TextBytes.base64(text));
    }

    private boolean take(EvidenceShape shape, Optional<Bytes> decoded) {
        if (decoded.isEmpty()) {
            return false;
        }
        parts.enter(shape);
        if (parts.take(decoded.get())) {
            return true;
        }
        requireWhole(decoded.get());
        parts.leave();
        return false;
    }

    private void requireWhole(Bytes decoded) {
        if (ReportSigns.begins(decoded, 0)) {
            throw parts.wrong("the end of the report is missing")
                    .found(decoded.length() + " bytes")
                    .expected(AttestationReport.SIZE + " bytes")
                    .exception();
        }
    }

    private static int first(Bytes text) {
        int at = 0;
        while (at < text.length() && isSpace(text.at(at))) {
            at++;
        }
        return at < text.length() ? text.at(at) : -1;
    }

    private static boolean isAscii(Bytes text) {
        for (int i = 0; i < text.length(); i++) {
            int one = text.at(i);
            if (one >= 0x7f || one < ' ' && !isSpace(one)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(int one) {
        return one == ' ' || one >= '\t' && one <= '\r';
    }
}
