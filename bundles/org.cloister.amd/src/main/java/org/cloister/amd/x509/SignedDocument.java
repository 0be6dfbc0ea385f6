// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerCodes;
import org.cloister.amd.der.DerSequence;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;

/**
 * What certificates and revocation lists have in common (RFC 5280, 4.1.1 and 5.1.1): content, algorithm, signature.
 *
 * @param content the signed part
 * @param algorithm the algorithm outside of the signed part; the one within has to be the same
 * @param signature big-endian, as long as the signer's modulus
 */
record SignedDocument(Der content, Bytes algorithm, Bytes signature) {

    static SignedDocument read(Der document, String kind) {
        if (document.tag() != Der.SEQUENCE) {
            throw document.wrong(DerCodes.DER_EXPECTED, "this is not a " + kind)
                    .found("tag " + Numbers.hex32(document.tag()))
                    .expected("a SEQUENCE")
                    .exception();
        }
        DerSequence parts = document.elements();
        Der content = parts.next(Der.SEQUENCE, "signed part");
        Bytes algorithm = PssAlgorithm.check(parts.next(Der.SEQUENCE, "signature algorithm"));
        Bytes signature = parts.next(Der.BIT_STRING, "signature").wholeBytes();
        parts.end(kind);
        return new SignedDocument(content, algorithm, signature);
    }

    /** Checks that the signed part names the same algorithm, byte for byte (RFC 5280, 4.1.1.2). */
    void checkInner(Der inner) {
        if (!inner.encoded().equals(algorithm)) {
            throw inner.wrong(
                            X509Codes.DER_ALGORITHM,
                            "the signature algorithms inside and outside of the signed part differ")
                    .found(inner.encoded())
                    .expected(algorithm)
                    .exception();
        }
    }
}
