// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;
import org.cloister.api.files.Utf16Text;

/** What lies beside certificates, to name it; told by its beginning or size. The first that fits counts. */
enum ContentKind {
    /** No byte. */
    EMPTY("an empty file", content -> content.length() == 0),
    /** PuTTY's and other tools' keys have other beginnings. */
    OPENSSH_KEY("a private key of OpenSSH", begins("-----BEGIN OPENSSH")),
    /** PEM, of which nothing was a certificate. */
    PEM("PEM without a certificate", begins("-----BEGIN ")),
    /** With either order of bytes. */
    UTF16(Utf16Text.TITLE, Utf16Text::seems),
    /** Java archives too. */
    ZIP("a zip archive", begins("PK\u0003\u0004")),
    /** Compressed. */
    GZIP("a gzip file", begins("\u001f\u008b")),
    /** Of SEV-SNP. */
    REPORT("an attestation report", content -> content.length() == AttestationReport.SIZE && binary(content)),
    /** Of SEV or SEV-ES. */
    SEV_REPORT(
            "an attestation report of SEV or SEV-ES", content -> content.length() == SevReport.SIZE && binary(content)),
    /** Keys, bags, PKCS#12 and what else is encoded so. */
    DER("DER, not of a certificate", content -> content.at(0) == 0x30 && binary(content)),
    /** Objects and lists. */
    JSON("JSON", begins("{").or(begins("["))),
    /** A certificate with its fields in words, bags of keys. */
    PEM_IN_TEXT("text with PEM in it", content -> !binary(content) && has(content, "-----BEGIN ")),
    /** Printable. */
    TEXT("text", content -> !binary(content)),
    /** All else. */
    BINARY("binary data of an unknown kind", content -> true);

    private static final int LOOKED_AT = 512;

    private final String label;
    private final Predicate<Bytes> fits;

    ContentKind(String label, Predicate<Bytes> fits) {
        this.label = label;
        this.fits = fits;
    }

    static ContentKind of(Bytes content) {
        return Stream.of(values())
                .filter(one -> one.fits.test(content))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a certificate begins so, that something else is wrong with. */
    boolean mayBeCertificate() {
        return this == PEM || this == PEM_IN_TEXT || this == DER;
    }

    private static Predicate<Bytes> begins(String latin) {
        Bytes beginning = Bytes.of(latin.getBytes(StandardCharsets.ISO_8859_1));
        return content -> content.length() >= beginning.length()
                && content.slice(0, beginning.length()).equals(beginning);
    }

    private static boolean has(Bytes content, String text) {
        return new String(content.toArray(), StandardCharsets.ISO_8859_1).contains(text);
    }

    private static boolean binary(Bytes content) {
        for (int i = 0; i < Math.min(content.length(), LOOKED_AT); i++) {
            int one = content.at(i);
            if (one < ' ' && one != '\t' && one != '\n' && one != '\r') {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return label;
    }
}
