// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.nio.charset.StandardCharsets;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;

/** Guesses what a file is that was taken for something else, to say so. */
final class CertificateFileKind {
    private static final int DER_SEQUENCE = 0x30;
    private static final int LONG_LENGTH = 0x82;

    private CertificateFileKind() {}

    /** A part of a sentence that begins with a colon, or nothing. */
    static String guess(Bytes bytes) {
        if (bytes.length() == 0) {
            return ": the file is empty";
        }
        if (startsWith(bytes, "-----BEGIN ")) {
            return ": this looks like a PEM file, of a certificate for example";
        }
        if (bytes.length() > 4 && bytes.at(0) == DER_SEQUENCE && bytes.at(1) == LONG_LENGTH) {
            return ": this looks like a certificate or revocation list";
        }
        return bytes.length() == SevReport.SIZE ? ": this may be a report of SEV or SEV-ES, not of SEV-SNP" : "";
    }

    private static boolean startsWith(Bytes bytes, String text) {
        Bytes beginning = Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
        return bytes.length() >= beginning.length()
                && bytes.slice(0, beginning.length()).equals(beginning);
    }
}
