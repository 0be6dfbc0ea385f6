// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.CryptoCodes;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A pair of keys on P-384 of a platform or a guest owner: it signs certificates, or it agrees on keys. {@link #close}
 * wipes the private part; copies that Java's own classes make cannot be wiped, and stay until their memory is used
 * again. For one thread.
 */
public final class EcKeyPair implements AutoCloseable {
    /** Bytes of the private part, the highest first. */
    public static final int PRIVATE = 48;

    private static final Curve CURVE = Curve.P384;
    private static final Bytes PROBE = Bytes.of(new byte[] {1});

    private final byte[] scalar;
    private final EcKey publicKey;
    private boolean closed;

    private EcKeyPair(byte[] scalar, EcKey publicKey) {
        this.scalar = scalar;
        this.publicKey = publicKey;
    }

    /** A new pair. */
    public static EcKeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(CURVE.parameters(), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] scalar = plain(((ECPrivateKey) pair.getPrivate()).getS());
            return new EcKeyPair(scalar, EcKey.of(CURVE, (ECPublicKey) pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /**
     * A pair that was stored.
     *
     * @param privatePart {@value #PRIVATE} bytes, the highest first; the caller wipes them
     * @throws org.cloister.api.CloisterException {@code key.length}, {@code key.point}, {@code key.pair} when the parts
     *     do not belong together; no problem contains anything of the private part
     */
    public static EcKeyPair of(byte[] privatePart, EcKey publicKey) {
        if (privatePart.length != PRIVATE) {
            throw Problem.input(KeyCodes.KEY_LENGTH, "this private key has the wrong length")
                    .found(privatePart.length + " bytes")
                    .expected(PRIVATE + " bytes")
                    .exception();
        }
        EcKeyPair pair = new EcKeyPair(privatePart.clone(), publicKey);
        if (!pair.fits()) {
            pair.close();
            throw Problem.input(KeyCodes.KEY_PAIR, "the public key is not that of the private key")
                    .exception();
        }
        return pair;
    }

    /** The public part. */
    public EcKey publicKey() {
        return publicKey;
    }

    /** A copy of the private part, {@value #PRIVATE} bytes, the highest first; the caller wipes it. */
    public byte[] privatePart() {
        return open().clone();
    }

    /**
     * Signs with ECDSA and SHA-256.
     *
     * @param usage what this key is for
     */
    public CertificateSignature sign(KeyUsage usage, Bytes message) {
        try {
            byte[] numbers = signature(message);
            return CertificateSignature.ofCurve(
                    usage, KeyAlgorithm.ECDSA_SHA256, number(numbers, 0), number(numbers, PRIVATE));
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /**
     * What this pair and another agree on: the first coordinate of the common point (SEV API, 55766, "Key Agreement").
     *
     * @return {@value #PRIVATE} bytes, the highest first; the caller wipes them
     * @throws org.cloister.api.CloisterException {@code key.curve}, {@code key.point} when the other key is not a point
     *     of this curve
     */
    public byte[] agree(EcKey other) {
        if (other.curve() != CURVE) {
            throw Problem.input(KeyCodes.KEY_CURVE, "keys are agreed on with this curve only")
                    .found(other.curve())
                    .expected(CURVE)
                    .exception();
        }
        ECPublicKey key = other.toPublicKey();
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(key());
            agreement.doPhase(key, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /** Wipes the private part. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(scalar, (byte) 0);
    }

    /** That it is a pair, and nothing of its private part. */
    @Override
    public String toString() {
        return "key pair on P-384";
    }

    private boolean fits() {
        BigInteger number = new BigInteger(1, scalar);
        if (number.signum() == 0 || number.compareTo(CURVE.parameters().getOrder()) >= 0) {
            return false;
        }
        CertificateSignature signed = sign(KeyUsage.NONE, PROBE);
        EcSignature numbers = EcSignature.of(signed.r(), signed.s());
        return publicKey.curve() == CURVE
                && Crypto.platform().verifyEcdsa(publicKey.toPublicKey(), Hash.SHA256, PROBE, numbers);
    }

    private byte[] signature(Bytes message) throws GeneralSecurityException {
        Signature engine = Signature.getInstance("SHA256withECDSAinP1363Format");
        engine.initSign(key());
        engine.update(message.buffer());
        return engine.sign();
    }

    private PrivateKey key() throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, open()), CURVE.parameters()));
    }

    private byte[] open() {
        if (closed) {
            throw new IllegalStateException("the key was wiped");
        }
        return scalar;
    }

    private static Bytes number(byte[] numbers, int from) {
        return ReversedNumber.littleEndian(
                new BigInteger(1, Arrays.copyOfRange(numbers, from, from + PRIVATE)), ReversedNumber.SIZE);
    }

    private static byte[] plain(BigInteger number) {
        byte[] bytes = new byte[PRIVATE];
        for (int i = 0; i < PRIVATE; i++) {
            bytes[PRIVATE - 1 - i] = number.shiftRight(i * Byte.SIZE).byteValue();
        }
        return bytes;
    }

    private static RuntimeException unable(GeneralSecurityException cause) {
        return Problem.host(CryptoCodes.CRYPTO_CURVE, "this Java platform cannot work with keys on P-384")
                .found(cause.getMessage())
                .remedy("use a Java platform with the modules java.base and jdk.crypto.ec")
                .exception(cause);
    }
}
