// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import org.cloister.amd.crypto.CryptoCodes;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A public key for RSA, taken out of one of AMD's formats. Immutable.
 *
 * @param modulus positive
 * @param exponent positive
 */
public record RsaKey(BigInteger modulus, BigInteger exponent) {
    /**
     * The key for the JDK.
     *
     * @throws org.cloister.api.CloisterException {@code key.rsa} when the JDK takes it for no key
     */
    public RSAPublicKey toPublicKey() {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            throw Problem.input(KeyCodes.KEY_RSA, "this is not a public key for RSA: " + refused.getMessage())
                    .found(modulus.bitLength() + " bits, exponent of " + exponent.bitLength() + " bits")
                    .exception(refused);
        }
    }

    /**
     * The SHA-384 digest of the key as SubjectPublicKeyInfo in DER, 48 bytes: what roots are pinned by.
     *
     * @throws org.cloister.api.CloisterException {@code key.rsa}
     */
    public Bytes fingerprint() {
        try {
            return Bytes.of(MessageDigest.getInstance(Hash.SHA384.algorithm())
                    .digest(toPublicKey().getEncoded()));
        } catch (GeneralSecurityException missing) {
            throw Problem.host(CryptoCodes.CRYPTO_DIGEST, "this Java runtime has no SHA-384")
                    .exception(missing);
        }
    }
}
