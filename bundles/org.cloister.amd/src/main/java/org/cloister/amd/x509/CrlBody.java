// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerSequence;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/**
 * The signed part of a revocation list (RFC 5280, 5.1.2). Whatever would make its entries mean something else, such as
 * a delta or an indirect list, is a critical extension and refused.
 *
 * @param number of this list, which rises from one to the next
 */
record CrlBody(Bytes encoded, DistinguishedName issuer, Optional<BigInteger> number) {
    private static final int EXTENSIONS = 0xa0;
    private static final Bytes VERSION_2 = Bytes.ofHex("01");

    static CrlBody read(SignedDocument document) {
        Der content = document.content();
        DerSequence parts = content.elements();
        Der version = parts.next(Der.INTEGER, "version");
        if (!version.content().equals(VERSION_2)) {
            throw version.wrong(X509Codes.DER_VERSION, "the version of the revocation list is not 2")
                    .found(version.content())
                    .expected(VERSION_2)
                    .exception();
        }
        document.checkInner(parts.next(Der.SEQUENCE, "signature algorithm"));
        DistinguishedName issuer = DistinguishedName.read(parts.next(Der.SEQUENCE, "issuer"));
        parts.nextTime("time of this list");
        parts.nextTime("time of the next list");
        parts.nextIf(Der.SEQUENCE).ifPresent(CrlBody::checkEntries);
        Optional<BigInteger> number = parts.nextIf(EXTENSIONS).flatMap(CrlBody::number);
        parts.end("revocation list");
        return new CrlBody(content.encoded(), issuer, number);
    }

    private static Optional<BigInteger> number(Der wrapped) {
        Map<String, Extension> extensions = Extension.readWrapped(wrapped);
        refuseCritical(wrapped, extensions);
        return Optional.ofNullable(extensions.get(Oid.CRL_NUMBER))
                .map(one -> Der.of(one.value(), "number of the list"))
                .filter(one -> one.tag() == Der.INTEGER)
                .map(one -> new BigInteger(one.content().toArray()));
    }

    /**
     * Whether bytes are a revocation list rather than a certificate: a certificate of version 1 begins with a number,
     * too, but has no time behind the issuer.
     */
    static boolean seems(Bytes der) {
        try {
            DerSequence parts = Der.start(der).elements().next(Der.SEQUENCE, "").elements();
            if (parts.nextIf(Der.INTEGER).isEmpty()) {
                return false;
            }
            parts.next(Der.SEQUENCE, "");
            parts.next(Der.SEQUENCE, "");
            return parts.nextIf(Der.SEQUENCE).isEmpty();
        } catch (CloisterException e) {
            return false;
        }
    }

    private static void checkEntries(Der list) {
        for (DerSequence entries = list.elements(); entries.hasNext(); ) {
            DerSequence entry =
                    entries.next(Der.SEQUENCE, "revoked certificate").elements();
            entry.next(Der.INTEGER, "serial number");
            entry.nextTime("time of the revocation");
            entry.nextIf(Der.SEQUENCE).ifPresent(one -> refuseCritical(one, Extension.readAll(one)));
            entry.end("revoked certificate");
        }
    }

    private static void refuseCritical(Der place, Map<String, Extension> extensions) {
        extensions.values().stream().filter(Extension::critical).findFirst().ifPresent(extension -> {
            throw place.wrong(X509Codes.DER_CRITICAL, "a critical extension of a revocation list is not known")
                    .found(extension.oid())
                    .exception();
        });
    }
}
