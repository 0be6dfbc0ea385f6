// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.cert.EcKey;
import org.cloister.api.CloisterException;

/**
 * The three forms of a key on an elliptic curve: SEC 1 (RFC 5915), PKCS #8 (RFC 5208, RFC 5958), SubjectPublicKeyInfo
 * (RFC 5480).
 */
final class KeyForms {
    private KeyForms() {}

    static KeyFile sec1(KeyDer in) {
        KeyFile key = ecPrivateKey(in.enter(KeyDer.SEQUENCE), true);
        return closing(key, in);
    }

    static KeyFile pkcs8(KeyDer in) {
        KeyDer info = in.enter(KeyDer.SEQUENCE);
        info.number(0, 1);
        algorithm(info);
        KeyDer content = info.enter(KeyDer.OCTET_STRING);
        KeyFile key = ecPrivateKey(content.enter(KeyDer.SEQUENCE), false);
        try {
            content.end();
            info.skip(KeyDer.ATTRIBUTES);
            info.skip(KeyDer.PUBLIC_KEY);
            info.end();
        } catch (CloisterException e) {
            key.close();
            throw e;
        }
        return closing(key, in);
    }

    static KeyFile spki(KeyDer in) {
        KeyDer info = in.enter(KeyDer.SEQUENCE);
        algorithm(info);
        EcKey key = point(info);
        info.end();
        in.end();
        return new KeyFile(in.name(), new byte[0], Optional.of(key));
    }

    private static KeyFile ecPrivateKey(KeyDer in, boolean alone) {
        in.number(1, 1);
        byte[] scalar = in.enter(KeyDer.OCTET_STRING).content();
        try {
            curve(in, alone);
            Optional<EcKey> publicPart = Optional.empty();
            if (in.isAt(KeyDer.POINT)) {
                KeyDer point = in.enter(KeyDer.POINT);
                publicPart = Optional.of(point(point));
                point.end();
            }
            in.end();
            KeyChecks.requirePrivate(scalar, in.name());
            return new KeyFile(in.name(), scalar, publicPart);
        } catch (CloisterException e) {
            Arrays.fill(scalar, (byte) 0);
            throw e;
        }
    }

    /** Within PKCS #8 the curve is given outside already. */
    private static void curve(KeyDer in, boolean needed) {
        if (needed || in.isAt(KeyDer.CURVE)) {
            KeyDer named = in.enter(KeyDer.CURVE);
            KeyChecks.requireCurve(named);
            named.end();
        }
    }

    private static void algorithm(KeyDer in) {
        KeyDer algorithm = in.enter(KeyDer.SEQUENCE);
        KeyChecks.requireAlgorithm(algorithm);
        KeyChecks.requireCurve(algorithm);
        algorithm.end();
    }

    private static EcKey point(KeyDer in) {
        KeyDer bits = in.enter(KeyDer.BIT_STRING);
        bits.unusedBits();
        return KeyChecks.point(bits.content(), in.name());
    }

    private static KeyFile closing(KeyFile key, KeyDer in) {
        try {
            in.end();
            return key;
        } catch (CloisterException e) {
            key.close();
            throw e;
        }
    }
}
