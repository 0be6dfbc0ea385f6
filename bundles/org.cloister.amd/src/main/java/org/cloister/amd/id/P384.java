// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** The curve of ID keys (FIPS 186-5, NIST P-384) and the forms in which its numbers are written. */
final class P384 {
    /** Bytes of a number. */
    static final int SIZE = 48;
    /** The coordinates in the clear: one byte that says so, then both (SEC 1, 2.3.3). */
    static final int POINT = 1 + 2 * SIZE;
    /** One coordinate, and one byte that says which of two the other is. */
    static final int COMPRESSED = 1 + SIZE;

    private static final int IN_THE_CLEAR = 4;
    private static final int EVEN = 2;
    private static final int ODD = 3;

    private P384() {}

    static ECParameterSpec parameters() {
        return Curve.P384.parameters();
    }

    /** Whether a key says that it is on this curve. */
    static boolean is(EcKey key) {
        return EcKey.CURVE.number(key.raw()) == Curve.P384.code();
    }

    /** Whether a number is a private key: neither zero nor as large as the order of the curve. */
    static boolean isPrivate(byte[] scalar) {
        byte[] order = plain(parameters().getOrder());
        return Arrays.compareUnsigned(scalar, new byte[SIZE]) > 0 && Arrays.compareUnsigned(scalar, order) < 0;
    }

    /**
     * The key at an encoded point (SEC 1, 2.3.4).
     *
     * @throws org.cloister.api.CloisterException {@code key.point} when the bytes are not a point of the curve
     */
    static EcKey key(byte[] point) {
        if (point.length == POINT && point[0] == IN_THE_CLEAR) {
            return key(Arrays.copyOfRange(point, 1, COMPRESSED), Arrays.copyOfRange(point, COMPRESSED, POINT));
        }
        if (point.length == COMPRESSED && (point[0] == EVEN || point[0] == ODD)) {
            byte[] x = Arrays.copyOfRange(point, 1, COMPRESSED);
            return key(x, y(x, point[0] == ODD));
        }
        throw Problem.input(KeyCodes.KEY_POINT, "the public key is not written as a point of its curve")
                .found(point.length + " bytes")
                .expected(POINT + " bytes that begin with 04, or " + COMPRESSED + " that begin with 02 or 03")
                .exception();
    }

    private static EcKey key(byte[] x, byte[] y) {
        byte[] image = new byte[EcKey.SIZE];
        EcKey.CURVE.put(image, Curve.P384.code());
        EcKey.QX.put(image, stored(x, 0));
        EcKey.QY.put(image, stored(y, 0));
        EcKey key = new EcKey(Bytes.of(image));
        key.toPublicKey(); // refuses a point that is not on the curve
        return key;
    }

    /** The second coordinate, for which there are two choices; any number when there is no such point. */
    static byte[] y(byte[] x, boolean odd) {
        EllipticCurve curve = parameters().getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger first = new BigInteger(1, x);
        BigInteger square =
                first.pow(2).add(curve.getA()).multiply(first).add(curve.getB()).mod(p);
        // p is 3 modulo 4, so that this is a root when there is one.
        BigInteger root = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
        return plain(root.testBit(0) == odd ? root : p.subtract(root));
    }

    /** 48 bytes, the highest first, from a place on, in the form of AMD's structures: 72 bytes, the lowest first. */
    static Bytes stored(byte[] number, int from) {
        byte[] turned = new byte[IdSignature.NUMBER];
        for (int i = 0; i < SIZE; i++) {
            turned[i] = number[from + SIZE - 1 - i];
        }
        return Bytes.of(turned);
    }

    private static byte[] plain(BigInteger number) {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[SIZE - 1 - i] = number.shiftRight(i * Byte.SIZE).byteValue();
        }
        return bytes;
    }
}
