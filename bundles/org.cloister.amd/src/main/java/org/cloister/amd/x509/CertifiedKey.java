// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerSequence;
import org.cloister.api.Bytes;

/**
 * A {@code SubjectPublicKeyInfo} (RFC 5280, 4.1.2.7).
 *
 * @param encoded all of it
 */
record CertifiedKey(Bytes encoded, KeyKind kind) {
    /** AMD's have 4096 bits; roots that somebody trusts himself may have fewer. */
    private static final Set<Integer> RSA_BITS = Set.of(2048, 3072, 4096);

    /** Kinds that keys of other people have (RFC 5480, 2.1.1.1; RFC 8410, 3). */
    private static final Map<String, String> OTHERS = Map.of(
            "301306072a8648ce3d020106082a8648ce3d030107", "ECDSA P-256",
            "301006072a8648ce3d020106052b81040023", "ECDSA P-521",
            "300506032b6570", "Ed25519");

    // SEC 1, 2.3.3: 4, x, y.
    private static final int P384_POINT = 1 + 2 * 48;
    private static final int UNCOMPRESSED = 4;

    static CertifiedKey read(Der info) {
        DerSequence parts = info.elements();
        Der algorithm = parts.next(Der.SEQUENCE, "key algorithm");
        Der bits = parts.next(Der.BIT_STRING, "public key");
        parts.end("public key");
        KeyKind kind = KeyKind.of(algorithm.encoded())
                .orElseThrow(() -> algorithm
                        .wrong(X509Codes.DER_KEY, "this kind of key does not occur in AMD's certificates")
                        .found(name(algorithm.encoded().hex()))
                        .expected("RSA or a point of P-384")
                        .exception());
        check(bits, kind);
        return new CertifiedKey(info.encoded(), kind);
    }

    private static String name(String identifier) {
        return OTHERS.getOrDefault(identifier, "the algorithm " + identifier);
    }

    private static void check(Der bits, KeyKind kind) {
        Bytes key = bits.wholeBytes();
        boolean formed = kind == KeyKind.P384
                ? key.length() == P384_POINT && key.at(0) == UNCOMPRESSED
                : RSA_BITS.contains(modulusBits(key));
        if (!formed) {
            throw bits.wrong(X509Codes.DER_KEY, "this is not a key of the kind that it says")
                    .found(key)
                    .expected(kind == KeyKind.P384 ? "an uncompressed point" : "a modulus of " + RSA_BITS + " bits")
                    .exception();
        }
    }

    private static int modulusBits(Bytes key) {
        Der pair = Der.of(key, "RSA public key");
        DerSequence numbers = pair.elements();
        Der modulus = numbers.next(Der.INTEGER, "modulus");
        numbers.next(Der.INTEGER, "exponent");
        numbers.end("RSA public key");
        BigInteger value = new BigInteger(modulus.content().toArray());
        return pair.tag() == Der.SEQUENCE && value.signum() > 0 ? value.bitLength() : 0;
    }
}
