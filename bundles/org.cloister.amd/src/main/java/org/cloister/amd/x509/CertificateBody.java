// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerSequence;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * The signed part of a certificate, version 3 (RFC 5280, 4.1.2).
 *
 * @param content all of it
 * @param serial big-endian, signed
 */
record CertificateBody(
        Der content,
        Bytes serial,
        DistinguishedName issuer,
        DistinguishedName subject,
        CertifiedKey key,
        Map<String, Extension> extensions) {
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final Bytes VERSION_3 = Bytes.ofHex("020102");

    /** Extensions whose value is one DER element; AMD's hardware id is not. */
    private static final Set<String> STANDARD =
            Set.of(Oid.KEY_USAGE, Oid.BASIC_CONSTRAINTS, Oid.SUBJECT_KEY, Oid.AUTHORITY_KEY, Oid.CRL_POINTS);

    private static final Set<String> UNDERSTOOD_WHEN_CRITICAL = Set.of(Oid.KEY_USAGE, Oid.BASIC_CONSTRAINTS);

    static CertificateBody read(SignedDocument document) {
        DerSequence parts = document.content().elements();
        checkVersion(parts.nextIf(VERSION).orElseThrow(() -> versionOne(document.content())));
        Bytes serial = parts.next(Der.INTEGER, "serial number").content();
        document.checkInner(parts.next(Der.SEQUENCE, "signature algorithm"));
        DistinguishedName issuer = DistinguishedName.read(parts.next(Der.SEQUENCE, "issuer"));
        checkValidity(parts.next(Der.SEQUENCE, "validity"));
        DistinguishedName subject = DistinguishedName.read(parts.next(Der.SEQUENCE, "subject"));
        CertifiedKey key = CertifiedKey.read(parts.next(Der.SEQUENCE, "public key"));
        Map<String, Extension> extensions = Extension.readWrapped(parts.next(EXTENSIONS, "extensions"));
        parts.end("certificate");
        return new CertificateBody(
                document.content(), serial, issuer, subject, key, Collections.unmodifiableMap(extensions));
    }

    // Where nothing is said it is 1 (RFC 5280, 4.1.2.1)
    private static CloisterException versionOne(Der content) {
        return content.wrong(X509Codes.DER_VERSION, "the version of the certificate is not 3")
                .found("version 1, which has no extensions and so none of AMD's")
                .expected("version 3")
                .exception();
    }

    private static void checkVersion(Der version) {
        if (!version.content().equals(VERSION_3)) {
            throw version.wrong(X509Codes.DER_VERSION, "the version of the certificate is not 3")
                    .found(version.content())
                    .expected(VERSION_3)
                    .exception();
        }
    }

    private static void checkValidity(Der validity) {
        DerSequence times = validity.elements();
        times.nextTime("begin of the validity");
        times.nextTime("end of the validity");
        times.end("validity");
    }

    void checkExtensions(String where) {
        for (Extension extension : extensions.values()) {
            if (STANDARD.contains(extension.oid())) {
                Der.of(extension.value(), where + ", extension " + extension.oid());
            }
            if (extension.critical() && !UNDERSTOOD_WHEN_CRITICAL.contains(extension.oid())) {
                throw Problem.input(X509Codes.X509_CRITICAL, "a critical extension is not known")
                        .at(where)
                        .found(extension.oid())
                        .exception();
            }
        }
    }
}
