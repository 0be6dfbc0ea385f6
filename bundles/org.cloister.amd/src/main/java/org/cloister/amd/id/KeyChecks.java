// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.Locale;
import java.util.Map;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerSequence;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** Whether a key is one on P-384; otherwise the problem names what the key is. */
final class KeyChecks {
    private static final Bytes ELLIPTIC_CURVE = Bytes.ofHex("2a8648ce3d0201");
    private static final Bytes P384_CURVE = Bytes.ofHex("2b81040022");
    private static final String EXPECTED = "a key on P-384 (secp384r1)";

    /** What other keys are called, by the content of their identifier (RFC 3279, RFC 5480, RFC 8410). */
    private static final Map<Bytes, String> ALGORITHMS = Map.of(
            Bytes.ofHex("2a864886f70d010101"), "RSA",
            Bytes.ofHex("2a864886f70d01010a"), "RSA-PSS",
            Bytes.ofHex("2a8648ce380401"), "DSA",
            Bytes.ofHex("2a864886f70d010301"), "Diffie-Hellman",
            Bytes.ofHex("2b656e"), "X25519",
            Bytes.ofHex("2b656f"), "X448",
            Bytes.ofHex("2b6570"), "Ed25519",
            Bytes.ofHex("2b6571"), "Ed448");

    /** What other curves are called (SEC 2, RFC 5639). */
    private static final Map<Bytes, String> CURVES = Map.of(
            Bytes.ofHex("2a8648ce3d030101"), "P-192",
            Bytes.ofHex("2b81040021"), "P-224",
            Bytes.ofHex("2a8648ce3d030107"), "P-256",
            Bytes.ofHex("2b81040023"), "P-521",
            Bytes.ofHex("2b8104000a"), "secp256k1",
            Bytes.ofHex("2b2403030208010107"), "brainpoolP256r1",
            Bytes.ofHex("2b240303020801010b"), "brainpoolP384r1",
            Bytes.ofHex("2b240303020801010d"), "brainpoolP512r1");

    /** What makes a key of the right kind. */
    static final String MAKE_ONE = "make one with: openssl ecparam -name secp384r1 -genkey -noout";

    private KeyChecks() {}

    static void requireAlgorithm(DerSequence in, String name) {
        Bytes found = in.next(Der.OID, "algorithm").content();
        if (!found.equals(ELLIPTIC_CURVE)) {
            throw Problem.input(KeyCodes.KEY_TYPE, "this is a key of another kind")
                    .at(name)
                    .found(ALGORITHMS.getOrDefault(found, "the unknown identifier " + found.hex()))
                    .expected(EXPECTED)
                    .remedy(MAKE_ONE)
                    .exception();
        }
    }

    static void requireCurve(DerSequence in, String name) {
        if (in.nextIf(Der.SEQUENCE).isPresent()) {
            throw Problem.input(KeyCodes.KEY_CURVE, "the curve of this key is given by its numbers, not by its name")
                    .at(name)
                    .expected(EXPECTED)
                    .remedy("name it with: openssl ec -in FILE -param_enc named_curve")
                    .exception();
        }
        Bytes found = in.next(Der.OID, "curve").content();
        if (!found.equals(P384_CURVE)) {
            throw curve(name, CURVES.getOrDefault(found, "the unknown identifier " + found.hex()));
        }
    }

    static void requirePrivate(byte[] scalar, String name) {
        if (scalar.length != P384.SIZE || !P384.isPrivate(scalar)) {
            throw Problem.input(KeyCodes.KEY_RANGE, "the private key is not a number that a key on P-384 can be")
                    .at(name)
                    .expected(P384.SIZE + " bytes, more than 0 and less than the order of the curve")
                    .exception();
        }
    }

    static EcKey point(byte[] point, String name) {
        try {
            return P384.key(point);
        } catch (CloisterException e) {
            throw e.problem().at(name).exception(e);
        }
    }

    /** A key in AMD's own structure. */
    static EcKey requireP384(EcKey key, String name) {
        if (!P384.is(key)) {
            throw curve(name, "curve " + EcKey.CURVE.number(key.raw()));
        }
        try {
            key.toPublicKey();
        } catch (CloisterException e) {
            throw e.problem().at(name).exception(e);
        }
        key.violations(0).stream().findFirst().ifPresent(stray -> {
            throw Problem.input(KeyCodes.KEY_RESERVED, "reserved bytes of this key are not zero")
                    .at(String.format(Locale.ROOT, "%s, offset 0x%x", name, stray.offset()))
                    .exception();
        });
        return key;
    }

    private static RuntimeException curve(String name, String found) {
        return Problem.input(KeyCodes.KEY_CURVE, "this key is on another curve")
                .at(name)
                .found(found)
                .expected(EXPECTED)
                .remedy(MAKE_ONE)
                .exception();
    }
}
