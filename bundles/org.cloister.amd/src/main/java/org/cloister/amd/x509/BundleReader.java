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

/** Finds out what a file of certificates is, and reads it. Not for use by several threads. */
final class BundleReader {
    private final String where;
    private final List<AmdCertificate> certificates = new ArrayList<>();
    private final List<AmdCrl> crls = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    BundleReader(String where) {
        this.where = where;
    }

    static boolean seems(Bytes content) {
        return Pem.isIn(content.toArray()) || isSequence(content) || isTable(content);
    }

    CertificateBundle read(Bytes content) {
        if (!isSequence(content) && !Pem.starts(content) && isTable(content)) {
            readTable(content);
        } else {
            readFile(content, where);
        }
        return new CertificateBundle(certificates, crls, problems);
    }

    private void readTable(Bytes content) {
        for (CertificateEntry entry : CertificateTable.decode(content, where).entries()) {
            if (entry.kind().isPresent()) {
                readFile(entry.content(), where + ", entry " + entry.label());
            }
        }
    }

    private void readFile(Bytes content, String place) {
        if (isSequence(content)) {
            readDer(content, place);
        } else if (Pem.isIn(content.toArray())) {
            readPem(content, place);
        } else {
            problems.add(strange(content, place));
        }
    }

    private void readPem(Bytes content, String place) {
        Pem.readable(content.toArray(), X509Codes.X509_PEM, place, this::readBlock, problems::add);
    }

    private void readBlock(Pem.Block block) {
        switch (block.label()) {
            case "CERTIFICATE", "X509 CRL" -> readEncoded(block);
            default ->
                problems.add(Problem.input(X509Codes.X509_PEM_LABEL, "this is neither certificate nor revocation list")
                        .at(block.where())
                        .found(block.label())
                        .expected("CERTIFICATE or X509 CRL"));
        }
    }

    private void readEncoded(Pem.Block block) {
        try {
            readDer(Bytes.of(block.decode(Base64Text.Strictness.ONLY_FORM)), block.where());
        } catch (IllegalArgumentException e) {
            problems.add(Problem.input(X509Codes.X509_PEM, "a PEM block is not base64 in its only form")
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
            problems.add(e.problem());
        }
    }

    private static boolean isSequence(Bytes content) {
        return content.length() > 0 && content.at(0) == Der.SEQUENCE;
    }

    // Any run of zeros is an empty table.
    private static boolean isTable(Bytes content) {
        try {
            return CertificateTable.decode(content, "").entries().stream()
                    .anyMatch(entry -> entry.kind().isPresent());
        } catch (CloisterException e) {
            return false;
        }
    }

    private static Problem strange(Bytes content, String place) {
        return Problem.input(ProblemCodes.X509_FILE, "this file has no certificates")
                .at(place)
                .found(content.length() == 0 ? "an empty file" : content.slice(0, Math.min(content.length(), 16)))
                .expected("PEM, DER or a GHCB certificate table with " + CertificateKind.ARK + ", "
                        + CertificateKind.ASK + ", " + CertificateKind.VCEK + " or " + CertificateKind.VLEK);
    }
}
