// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Mac;
import org.cloister.api.Problem;

/**
 * HMAC-SHA256 (FIPS 198-1) where the key is a secret, and where the code may be one, as in derivations. {@link #close}
 * leaves nothing of key and codes in Java's own engine, which else keeps the padded key and the last code. For one
 * thread.
 */
public final class SecretMac implements AutoCloseable {
    /** Its name in the Java Cryptography Architecture. */
    static final String ALGORITHM = "HmacSHA256";

    /** Bytes of a code. */
    public static final int SIZE = 32;

    private static final byte[] NO_KEY = new byte[SIZE];

    private final Mac engine;

    private SecretMac(Mac engine) {
        this.engine = engine;
    }

    /**
     * Begins a code.
     *
     * @param key at least one byte; the caller wipes it
     * @throws org.cloister.api.CloisterException {@code crypto.hmac}
     */
    public static SecretMac of(byte[] key) {
        try {
            return of(Mac.getInstance(ALGORITHM), key);
        } catch (GeneralSecurityException e) {
            throw Problem.host(CryptoCodes.CRYPTO_HMAC, "this Java platform lacks HMAC-SHA256")
                    .exception(e);
        }
    }

    static SecretMac of(Mac engine, byte[] key) {
        SecretMac mac = new SecretMac(engine);
        mac.key(key);
        return mac;
    }

    /** Adds to the message. */
    public SecretMac update(byte[] part) {
        engine.update(part);
        return this;
    }

    /**
     * The code of the message; the next one begins under the same key.
     *
     * @return {@value #SIZE} bytes, for the caller to wipe where they are a key
     */
    public byte[] code() {
        return engine.doFinal();
    }

    // The engine has its pads overwritten by those of the new key, and its last code by another one
    @Override
    public void close() {
        engine.reset();
        key(NO_KEY);
        engine.doFinal();
    }

    private void key(byte[] key) {
        try (WipedKey wiped = WipedKey.hmacSha256(key)) {
            engine.init(wiped);
        } catch (InvalidKeyException e) {
            throw Problem.defect(CryptoCodes.CRYPTO_HMAC_KEY, "the platform refuses a key for HMAC-SHA256")
                    .exception(e);
        }
    }
}
