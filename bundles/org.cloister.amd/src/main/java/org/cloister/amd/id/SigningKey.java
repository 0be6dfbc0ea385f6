// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.amd.crypto.CryptoCodes;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A private key on P-384 that signs ID blocks or ID keys. It is wiped by {@link #close}; copies that Java's own classes
 * make while they sign cannot be wiped, and stay until their memory is used again. For one thread.
 */
public final class SigningKey implements AutoCloseable {
    /**
     * PKCS #8 (RFC 5208) up to the key itself: version 0, elliptic curve P-384, and in it SEC 1 (RFC 5915), version 1.
     */
    private static final byte[] PKCS8_HEAD =
            HexFormat.of().parseHex("304e020100301006072a8648ce3d020106052b81040022043730350201010430");

    private final byte[] scalar;
    private final EcKey publicKey;
    private boolean closed;

    private SigningKey(byte[] scalar) {
        this.scalar = scalar;
        this.publicKey = PublicPart.of(this);
    }

    /**
     * Reads a private key from a PEM file: {@code EC PRIVATE KEY} (SEC 1) or {@code PRIVATE KEY} (PKCS #8).
     *
     * @param file its content; the caller wipes it
     * @param name what the file is called in problems
     * @throws org.cloister.api.CloisterException {@code key.…} when it is not such a file, or its key is of another
     *     kind, on another curve, encrypted, or does not fit the public key beside it; no problem contains anything of
     *     the key itself
     */
    public static SigningKey read(byte[] file, String name) {
        try (KeyFile read = KeyFile.read(file, name)) {
            return of(read);
        }
    }

    /**
     * A private key that was derived from another secret.
     *
     * @param privatePart 48 bytes, the highest first; the caller wipes them
     * @throws org.cloister.api.CloisterException {@code key.range} when it is zero or not below the curve's order; the
     *     problem contains nothing of the key itself
     */
    public static SigningKey of(byte[] privatePart) {
        if (privatePart.length != P384.SIZE || !P384.isPrivate(privatePart)) {
            throw Problem.input(KeyCodes.KEY_RANGE, "this number is not a private key on P-384")
                    .found(privatePart.length + " bytes")
                    .expected("48 bytes, above zero and below the curve's order")
                    .exception();
        }
        return new SigningKey(privatePart.clone());
    }

    static SigningKey of(KeyFile file) {
        SigningKey key = new SigningKey(file.privatePart());
        file.publicPart().filter(said -> !said.equals(key.publicKey)).ifPresent(other -> {
            key.close();
            throw Problem.input(KeyCodes.KEY_PAIR, "the public key in this file is not that of the private key")
                    .at(file.name())
                    .exception();
        });
        return key;
    }

    /** The public part. */
    public EcKey publicKey() {
        return publicKey;
    }

    /** Signs with ECDSA and SHA-384; no two signatures are the same. */
    public IdSignature sign(Bytes message) {
        try {
            Signature engine = Signature.getInstance("SHA384withECDSAinP1363Format");
            engine.initSign(key());
            engine.update(message.buffer());
            return IdSignature.of(engine.sign());
        } catch (GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /** The key as Java's classes take it. */
    PrivateKey key() throws GeneralSecurityException {
        if (closed) {
            throw new IllegalStateException("the key was wiped");
        }
        byte[] encoded = Arrays.copyOf(PKCS8_HEAD, PKCS8_HEAD.length + scalar.length);
        System.arraycopy(scalar, 0, encoded, PKCS8_HEAD.length, scalar.length);
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    static RuntimeException unable(GeneralSecurityException cause) {
        return Problem.host(CryptoCodes.CRYPTO_SIGN, "this Java platform cannot sign with P-384")
                .found(cause.getMessage())
                .remedy("use a Java platform with the modules java.base and jdk.crypto.ec")
                .exception(cause);
    }

    /** Wipes the key. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(scalar, (byte) 0);
    }

    /** That it is a key, and nothing of it. */
    @Override
    public String toString() {
        return "private key on P-384";
    }
}
