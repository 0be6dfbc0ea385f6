// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerCodes;
import org.cloister.amd.der.DerSequence;
import org.cloister.api.Bytes;

/**
 * An extension of a certificate or revocation list (RFC 5280, 4.2). Immutable.
 *
 * @param oid what it is, dotted
 * @param critical whether who does not know it has to refuse the whole
 * @param value its content
 * @param offset where the content begins in the certificate
 */
public record Extension(String oid, boolean critical, Bytes value, int offset) {
    /** Checks that all parts are there. */
    public Extension {
        Objects.requireNonNull(oid, "oid");
        Objects.requireNonNull(value, "value");
    }

    /** Reads the extensions of a certificate or list, which lie in an element of their own. */
    static Map<String, Extension> readWrapped(Der wrapper) {
        DerSequence only = wrapper.elements();
        Der sequence = only.next(Der.SEQUENCE, "list of extensions");
        only.end("list of extensions");
        return readAll(sequence);
    }

    /** Reads a sequence of extensions, each at most once. */
    static Map<String, Extension> readAll(Der sequence) {
        Map<String, Extension> all = new LinkedHashMap<>();
        for (DerSequence parts = sequence.elements(); parts.hasNext(); ) {
            Der one = parts.next(Der.SEQUENCE, "extension");
            Extension extension = read(one);
            if (all.putIfAbsent(extension.oid(), extension) != null) {
                throw one.wrong(X509Codes.DER_EXTENSION, "an extension is there twice")
                        .found(extension.oid())
                        .exception();
            }
        }
        if (all.isEmpty()) {
            throw sequence.wrong(X509Codes.DER_EXTENSION, "a list of extensions is empty")
                    .exception();
        }
        return all;
    }

    private static Extension read(Der sequence) {
        DerSequence parts = sequence.elements();
        String oid = Oid.of(parts.next(Der.OID, "name of an extension"));
        boolean critical = parts.nextIf(Der.BOOLEAN).map(Extension::isTrue).orElse(false);
        Der value = parts.next(Der.OCTET_STRING, "value of an extension");
        parts.end("extension");
        return new Extension(oid, critical, value.content(), value.contentOffset());
    }

    // X.690, 11.5: a default value, here FALSE, is not written.
    private static boolean isTrue(Der critical) {
        if (critical.content().at(0) == 0) {
            throw critical.wrong(DerCodes.DER_VALUE, "a default value is written out")
                    .exception();
        }
        return true;
    }
}
