// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.Pem;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.files.Utf16Text;

/** Finds out what a file of certificates is, and reads it. Not for use by several threads. */
final class BundleReader {
    /** At most this many problems are listed for one file: a hostile one consists of nothing else. */
    private static final int MOST_PROBLEMS = 64;

    private final String where;
    private final List<AmdCertificate> certificates = new ArrayList<>();
    private final List<AmdCrl> crls = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<IgnoredItem> ignored = new ArrayList<>();
    private int untold;

    BundleReader(String where) {
        this.where = where;
    }

    static boolean seems(Bytes content) {
        return Pem.isIn(content.toArray()) || isSequence(content) || CertificateTable.seems(content);
    }

    CertificateBundle read(Bytes content) {
        if (!isSequence(content) && !Pem.starts(content) && CertificateTable.seems(content)) {
            readTable(new CertificateTable(content));
        } else {
            readFile(content, where);
        }
        if (untold > 0) {
            ignored.add(new IgnoredItem(where, untold + " more that cannot be read"));
        }
        return new CertificateBundle(certificates, crls, problems, ignored);
    }

    // The table is a host's: what is wrong with one row says nothing of the others
    private void readTable(CertificateTable table) {
        table.faults(where).forEach(this::wrong);
        for (CertificateEntry entry : table.entries()) {
            String place = where + ", entry " + entry.label();
            if (entry.kind().isPresent()) {
                readFile(entry.content(), place);
            } else {
                ignored.add(new IgnoredItem(place, entry.content().length() + " bytes of a kind that is not known"));
            }
        }
    }

    private void wrong(Problem problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        } else {
            untold++;
        }
    }

    private void readFile(Bytes content, String place) {
        if (isSequence(content)) {
            readDer(content, place);
        } else if (Pem.isIn(content.toArray())) {
            readPem(content, place);
        } else {
            wrong(strange(content, place));
        }
    }

    private void readPem(Bytes content, String place) {
        Pem.readable(content.toArray(), X509Codes.X509_PEM, place, this::readBlock, this::wrong);
    }

    private void readBlock(Pem.Block block) {
        switch (block.label()) {
            case "CERTIFICATE", "X509 CRL" -> readEncoded(block);
            default ->
                wrong(Problem.input(X509Codes.X509_PEM_LABEL, "this is neither certificate nor revocation list")
                        .at(block.where())
                        .found(block.label())
                        .expected("CERTIFICATE or X509 CRL"));
        }
    }

    private void readEncoded(Pem.Block block) {
        try {
            readDer(Bytes.of(block.decode(Base64Text.Strictness.ONLY_FORM)), block.where());
        } catch (IllegalArgumentException e) {
            wrong(Problem.input(X509Codes.X509_PEM, "a PEM block is not base64 in its only form")
                    .at(block.where())
                    .found(e.getMessage()));
        }
    }

    private void readDer(Bytes der, String place) {
        try {
            if (CrlBody.seems(der)) {
                crls.add(AmdCrl.decode(der, place));
            } else {
                certificates.add(AmdCertificate.decode(der, place));
            }
        } catch (CloisterException e) {
            wrong(e.problem());
        }
    }

    private static boolean isSequence(Bytes content) {
        return content.length() > 0 && content.at(0) == Der.SEQUENCE;
    }

    private static Problem strange(Bytes content, String place) {
        return Problem.input(ProblemCodes.X509_FILE, "this file has no certificates")
                .at(place)
                .found(kind(content))
                .expected("PEM, DER or a GHCB certificate table with " + CertificateKind.ARK + ", "
                        + CertificateKind.ASK + ", " + CertificateKind.VCEK + " or " + CertificateKind.VLEK)
                .remedy(Utf16Text.seems(content) ? Utf16Text.REMEDY : null);
    }

    private static Object kind(Bytes content) {
        if (content.length() == 0) {
            return "an empty file";
        }
        if (Utf16Text.seems(content)) {
            return Utf16Text.TITLE;
        }
        String table = new CertificateTable(content).summary();
        return table.isEmpty() ? content.slice(0, Math.min(content.length(), 16)) : table;
    }
}
