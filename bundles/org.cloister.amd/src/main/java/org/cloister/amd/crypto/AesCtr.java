// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * AES-128 in counter mode (NIST SP 800-38A, 6.5), as transport packets and wrapped keys use it. {@link #close} leaves
 * nothing of the key here; what Java's own engine keeps is overwritten with another key. For one thread.
 */
public final class AesCtr implements AutoCloseable {
    /** Bytes of a key. */
    public static final int KEY = 16;
    /** Bytes of the first counter. */
    public static final int IV = 16;

    private static final byte[] NO_KEY = new byte[KEY];
    private static final Bytes NO_IV = Bytes.wrap(new byte[IV]);

    private final Cipher engine;
    private final WipedKey key;

    private AesCtr(Cipher engine, WipedKey key) {
        this.engine = engine;
        this.key = key;
    }

    /**
     * For several contents with one key.
     *
     * @param key {@value #KEY} bytes; the caller wipes it
     * @throws org.cloister.api.CloisterException {@code crypto.aes}
     * @since 1.1
     */
    public static AesCtr of(byte[] key) {
        if (key.length != KEY) {
            throw new IllegalArgumentException("AES-128-CTR takes a key of 16 bytes");
        }
        try {
            return new AesCtr(Cipher.getInstance("AES/CTR/NoPadding"), WipedKey.aes(key));
        } catch (GeneralSecurityException e) {
            throw lacking(e);
        }
    }

    /**
     * Encrypts or decrypts; in this mode they are one. It authenticates nothing.
     *
     * @param key {@value #KEY} bytes; the caller wipes it
     * @param iv {@value #IV} bytes, never used twice with one key
     * @param content of any length, not changed
     * @return as many bytes
     */
    public static byte[] apply(byte[] key, Bytes iv, byte[] content) {
        try (AesCtr one = of(key)) {
            return one.apply(iv, content);
        }
    }

    /**
     * The same with this key.
     *
     * @param iv {@value #IV} bytes, never used twice with one key
     * @param content of any length, not changed
     * @return as many bytes
     * @since 1.1
     */
    public byte[] apply(Bytes iv, byte[] content) {
        if (iv.length() != IV) {
            throw new IllegalArgumentException("AES-128-CTR takes an IV of 16 bytes");
        }
        return run(key, iv, content);
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
        try (WipedKey none = WipedKey.aes(NO_KEY)) {
            run(none, NO_IV, new byte[0]);
        }
    }

    private byte[] run(WipedKey with, Bytes iv, byte[] content) {
        try {
            engine.init(Cipher.ENCRYPT_MODE, with, new IvParameterSpec(iv.toArray()));
            return engine.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw lacking(e);
        }
    }

    private static RuntimeException lacking(GeneralSecurityException cause) {
        return Problem.host(ProblemCodes.CRYPTO_AES, "this Java platform lacks AES in counter mode")
                .found(cause.getMessage())
                .exception(cause);
    }
}
