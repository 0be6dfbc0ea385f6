// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.List;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A public key on a curve as AMD stores it: 1028 (0x404) bytes, curve and two coordinates, numbers with the lowest byte
 * first (SEV API, 55766, appendix C; the same in ID authentication of SEV-SNP). It keeps its bytes. Immutable.
 *
 * @param raw all 1028 bytes
 */
public record EcKey(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0x404;

    /** The number of the curve. */
    public static final Slot CURVE = new Slot("curve", 0x00, 4, Notation.NUMBER, "curve: 1 P-256, 2 P-384");
    /** The first coordinate. */
    public static final Slot QX = new Slot("qx", 0x04, ReversedNumber.SIZE, Notation.BYTES, "first coordinate");
    /** The second coordinate. */
    public static final Slot QY = new Slot("qy", 0x4c, ReversedNumber.SIZE, Notation.BYTES, "second coordinate");

    private static final Layout LAYOUT = new Layout("a public key on a curve", SIZE, List.of(CURVE, QX, QY));

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code key.length}
     */
    public EcKey {
        LAYOUT.requireSize(raw.length(), KeyCodes.KEY_LENGTH, "public key");
    }

    /**
     * A key in this format.
     *
     * @throws org.cloister.api.CloisterException {@code key.curve} when it is not on the given curve
     */
    public static EcKey of(Curve curve, ECPublicKey key) {
        require(curve.parameters(), key.getW(), curve);
        byte[] image = new byte[SIZE];
        CURVE.put(image, curve.code());
        QX.put(image, ReversedNumber.littleEndian(key.getW().getAffineX(), ReversedNumber.SIZE));
        QY.put(image, ReversedNumber.littleEndian(key.getW().getAffineY(), ReversedNumber.SIZE));
        return new EcKey(Bytes.of(image));
    }

    /**
     * The curve.
     *
     * @throws org.cloister.api.CloisterException {@code key.curve} when there is none with its number
     */
    public Curve curve() {
        return Curve.of(CURVE.number(raw));
    }

    /**
     * The key for the JDK.
     *
     * @throws org.cloister.api.CloisterException {@code key.curve} when the curve is not known, {@code key.point} when
     *     the point is not on it
     */
    public ECPublicKey toPublicKey() {
        Curve curve = curve();
        ECParameterSpec parameters = curve.parameters();
        ECPoint point = new ECPoint(ReversedNumber.of(QX.in(raw)), ReversedNumber.of(QY.in(raw)));
        require(parameters, point, curve);
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
        } catch (GeneralSecurityException refused) {
            throw Problem.input(KeyCodes.KEY_POINT, "this is not a public key").exception(refused);
        }
    }

    /** Reserved bytes that are not zero. */
    public List<Violation> violations(int base) {
        return LAYOUT.violations(raw, base);
    }

    /**
     * Every field with its offset.
     *
     * @param base where the key begins in the outermost structure
     */
    public Structure show(int base) {
        return new Structure("public key on a curve", LAYOUT.fields(raw, base, Slot::meaning));
    }

    // The JDK does not check this when it makes a key, and keys off the curve give away secrets in key agreement.
    private static void require(ECParameterSpec parameters, ECPoint point, Curve curve) {
        BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(2)
                .add(parameters.getCurve().getA())
                .multiply(x)
                .add(parameters.getCurve().getB());
        if (x.compareTo(p) >= 0
                || y.compareTo(p) >= 0
                || !y.pow(2).subtract(right).mod(p).equals(BigInteger.ZERO)) {
            throw Problem.input(KeyCodes.KEY_POINT, "the public key is not a point of its curve")
                    .at("qx, qy")
                    .expected("a point of " + curve)
                    .exception();
        }
    }
}
