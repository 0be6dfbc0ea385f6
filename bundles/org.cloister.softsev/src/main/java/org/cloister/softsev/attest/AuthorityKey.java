// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A key that signs certificates as AMD's do: RSASSA-PSS with SHA-384 (AMD 57230). It is kept in Java's own classes,
 * which cannot wipe it. Safe for use by several threads.
 */
final class AuthorityKey {
    /**
     * As the platform's older authorities have; keys of 4096 bits, as AMD's, take seconds to make and show nothing
     * more.
     */
    private static final int BITS = 2048;

    private static final PSSParameterSpec PSS =
            new PSSParameterSpec(Hash.SHA384.algorithm(), "MGF1", MGF1ParameterSpec.SHA384, Hash.SHA384.size(), 1);
    private static final int KEY_ID = 20;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private AuthorityKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    static AuthorityKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(BITS, RSAKeyGenParameterSpec.F4), random);
            KeyPair pair = generator.generateKeyPair();
            return new AuthorityKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /**
     * A key that was stored.
     *
     * @param encoded PKCS #8 in DER; the caller wipes it
     */
    static AuthorityKey of(byte[] encoded) {
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            BigInteger exponent = key.getPublicExponent();
            return new AuthorityKey(key, factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), exponent)));
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /** The private key, PKCS #8 in DER; the caller wipes it. */
    byte[] encoded() {
        return privateKey.getEncoded();
    }

    /** The public key as {@code SubjectPublicKeyInfo} in DER. */
    byte[] publicKey() {
        return publicKey.getEncoded();
    }

    /** What certificates know the key by: the beginning of its SHA-256 (RFC 7093, 2). */
    byte[] id() {
        return Crypto.platform()
                .digest(Hash.SHA256, Bytes.of(publicKey()))
                .slice(0, KEY_ID)
                .toArray();
    }

    byte[] sign(byte[] content) {
        try {
            Signature engine = Signature.getInstance("RSASSA-PSS");
            engine.setParameter(PSS);
            engine.initSign(privateKey);
            engine.update(content);
            return engine.sign();
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    private static RuntimeException unable(GeneralSecurityException cause) {
        return Problem.host(ProblemCodes.CRYPTO_RSA, "this Java platform cannot sign with RSASSA-PSS")
                .found(cause.getMessage())
                .exception(cause);
    }
}
