// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key as Java's own classes take it, of which nothing stays once it is closed; {@code SecretKeySpec} keeps its copy
 * until the memory is used again. What a provider copies is its own: Java's HMAC wipes it, Java's AES does not. For one
 * thread.
 */
public final class WipedKey implements SecretKey, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final transient byte[] key;
    private boolean closed;

    private WipedKey(String algorithm, byte[] key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /**
     * A key for AES.
     *
     * @param key copied; the caller wipes it
     */
    public static WipedKey aes(byte[] key) {
        return new WipedKey("AES", key.clone());
    }

    /**
     * A key for HMAC-SHA256.
     *
     * @param key copied; the caller wipes it
     */
    public static WipedKey hmacSha256(byte[] key) {
        return new WipedKey(SecretMac.ALGORITHM, key.clone());
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy of the key; the caller wipes it. */
    @Override
    public byte[] getEncoded() {
        if (closed) {
            throw new IllegalStateException("the key was wiped");
        }
        return key.clone();
    }

    /** Wipes the key. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
    }

    /** The same as {@link #close}. */
    @Override
    public void destroy() {
        close();
    }

    @Override
    public boolean isDestroyed() {
        return closed;
    }

    /** That it is a key, and nothing of it. */
    @Override
    public String toString() {
        return algorithm + " key";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a key that is to be wiped is not written");
    }
}
