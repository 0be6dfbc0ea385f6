// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerSequence;
import org.cloister.api.CloisterException;

/**
 * The three forms of a key on an elliptic curve: SEC 1 (RFC 5915), PKCS #8 (RFC 5208, RFC 5958), SubjectPublicKeyInfo
 * (RFC 5480).
 */
final class KeyForms {
    /** In SEC 1: which curve. */
    private static final int CURVE = 0xa0;
    /** In SEC 1: the public part. */
    private static final int POINT = 0xa1;
    /** In PKCS #8: whatever else there is to say. */
    private static final int ATTRIBUTES = 0xa0;
    /** In PKCS #8: the public part, which SEC 1 within it has as well. */
    private static final int PUBLIC_KEY = 0x81;

    private final String name;

    private KeyForms(String name) {
        this.name = name;
    }

    /** The key in one of these forms; the caller wipes what it was read from. */
    static KeyFile read(PemKey key, String name) {
        Der der = Der.ofSecret(key.content(), name, KeyCodes.KEY_DER);
        KeyForms forms = new KeyForms(name);
        return switch (key.form()) {
            case SEC1 -> forms.ecPrivateKey(parts(der), true);
            case PKCS8 -> forms.pkcs8(parts(der));
            case SPKI -> forms.spki(parts(der));
        };
    }

    private static DerSequence parts(Der key) {
        if (key.tag() != Der.SEQUENCE) {
            throw key.wrong(KeyCodes.KEY_DER, "this is not what a key has here")
                    .expected("a SEQUENCE")
                    .exception();
        }
        return key.elements();
    }

    private KeyFile pkcs8(DerSequence info) {
        version(info, 0, 1);
        algorithm(info);
        Der content = info.next(Der.OCTET_STRING, "private key").within();
        KeyFile key = ecPrivateKey(parts(content), false);
        try {
            info.nextIf(ATTRIBUTES);
            info.nextIf(PUBLIC_KEY);
            info.end("private key");
            return key;
        } catch (CloisterException e) {
            key.close();
            throw e;
        }
    }

    private KeyFile spki(DerSequence info) {
        algorithm(info);
        EcKey key = point(info);
        info.end("public key");
        return new KeyFile(name, new byte[0], Optional.of(key));
    }

    private KeyFile ecPrivateKey(DerSequence in, boolean alone) {
        version(in, 1, 1);
        byte[] scalar = in.next(Der.OCTET_STRING, "private key").copy();
        try {
            curve(in, alone);
            Optional<EcKey> publicPart = in.nextIf(POINT).map(this::wrappedPoint);
            in.end("private key");
            KeyChecks.requirePrivate(scalar, name);
            return new KeyFile(name, scalar, publicPart);
        } catch (CloisterException e) {
            Arrays.fill(scalar, (byte) 0);
            throw e;
        }
    }

    private static void version(DerSequence in, int least, int most) {
        Der number = in.next(Der.INTEGER, "version");
        byte[] value = number.copy();
        if (value.length != 1 || value[0] < least || value[0] > most) {
            throw number.wrong(KeyCodes.KEY_DER, "this version of the format is not known")
                    .expected(least == most ? least : least + " or " + most)
                    .exception();
        }
    }

    /** Within PKCS #8 the curve is given outside already. */
    private void curve(DerSequence in, boolean needed) {
        Optional<Der> named = needed ? Optional.of(in.next(CURVE, "curve")) : in.nextIf(CURVE);
        named.map(Der::elements).ifPresent(curve -> {
            KeyChecks.requireCurve(curve, name);
            curve.end("curve");
        });
    }

    private void algorithm(DerSequence in) {
        DerSequence algorithm = in.next(Der.SEQUENCE, "algorithm").elements();
        KeyChecks.requireAlgorithm(algorithm, name);
        KeyChecks.requireCurve(algorithm, name);
        algorithm.end("algorithm");
    }

    private EcKey wrappedPoint(Der wrapper) {
        DerSequence only = wrapper.elements();
        EcKey key = point(only);
        only.end("public key");
        return key;
    }

    private EcKey point(DerSequence in) {
        byte[] point = in.next(Der.BIT_STRING, "public key").wholeBytes().toArray();
        return KeyChecks.point(point, name);
    }
}
