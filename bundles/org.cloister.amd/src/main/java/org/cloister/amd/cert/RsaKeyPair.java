// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A pair of keys for RSA that signs as AMD's root and signing keys do, for platforms that AMD has not made. It is kept
 * in Java's own classes, which cannot wipe it; a caller that needs it once drops it. Safe for use by several threads.
 */
public final class RsaKeyPair {
    private static final int TRAILER = 1;

    private final PrivateKey privateKey;
    private final RsaKey publicKey;

    private RsaKeyPair(PrivateKey privateKey, RsaKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * A new pair. It takes a fraction of a second for 2048 bits, some seconds for 4096.
     *
     * @param bits 2048 or 4096
     */
    public static RsaKeyPair generate(int bits, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(65537)), random);
            KeyPair pair = generator.generateKeyPair();
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            return new RsaKeyPair(pair.getPrivate(), new RsaKey(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /** The public part. */
    public RsaKey publicKey() {
        return publicKey;
    }

    /** The algorithm of what it signs: SHA-256 for 2048 bits, SHA-384 for 4096. */
    public KeyAlgorithm algorithm() {
        return publicKey.modulus().bitLength() <= 2048 ? KeyAlgorithm.RSA_SHA256 : KeyAlgorithm.RSA_SHA384;
    }

    /**
     * Signs with RSASSA-PSS, with a salt as long as the digest.
     *
     * @return as many bytes as the modulus has, the highest first
     */
    public Bytes sign(Bytes message) {
        String digest = algorithm().digest();
        int salt = algorithm() == KeyAlgorithm.RSA_SHA256 ? 32 : 48;
        try {
            Signature engine = Signature.getInstance("RSASSA-PSS");
            engine.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, TRAILER));
            engine.initSign(privateKey);
            engine.update(message.buffer());
            return Bytes.of(engine.sign());
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /** That it is a pair, and nothing of its private part. */
    @Override
    public String toString() {
        return "key pair for RSA";
    }

    private static RuntimeException unable(GeneralSecurityException cause) {
        return Problem.host(ProblemCodes.CRYPTO_RSA, "this Java platform cannot sign with RSASSA-PSS")
                .found(cause.getMessage())
                .exception(cause);
    }
}
