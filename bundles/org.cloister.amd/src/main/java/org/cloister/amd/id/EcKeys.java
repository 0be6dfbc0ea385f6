package org.cloister.amd.id;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** Keys on P-384 as RFC 5480 writes them. */
final class EcKeys {
    /** The content of the OBJECT IDENTIFIER of keys on curves, 1.2.840.10045.2.1. */
    static final Bytes EC = Bytes.ofHex("2a8648ce3d0201");

    /** The content of the OBJECT IDENTIFIER of P-384, 1.3.132.0.34. */
    static final Bytes P384 = Bytes.ofHex("2b81040022");

    private EcKeys() {}

    /** The key with these coordinates, the highest byte first. */
    static EcKey of(Bytes x, Bytes y) {
        ECPoint point = new ECPoint(new BigInteger(1, x.toArray()), new BigInteger(1, y.toArray()));
        try {
            ECPublicKeySpec key = new ECPublicKeySpec(point, Curve.P384.parameters());
            return EcKey.of(
                    Curve.P384, (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(key));
        } catch (GeneralSecurityException refused) {
            throw Problem.input("key.point", "this is no public key").exception(refused);
        }
    }
}
