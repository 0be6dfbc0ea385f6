// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.cloister.amd.crypto.WipedKey;
import org.cloister.api.memory.GuestMemory;

/**
 * AES-128 in XTS mode (IEEE 1619-2018) with one guest's two keys: what the memory controller does to private pages. The
 * data unit is a page; its number is the page's address, so that equal pages at two places differ in memory.
 *
 * <p>Not for use by several threads.
 */
public final class PageCipher implements AutoCloseable {
    private static final String ECB = "AES/ECB/NoPadding";
    private static final String CBC = "AES/CBC/NoPadding";
    private static final int BLOCK = 16;
    private static final int KEY = 16;
    private static final int MAX_UNIT = GuestMemory.PAGE;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Cipher encryptor;
    private final Cipher decryptor;
    private final Cipher tweaker;
    private final byte[] mask = new byte[MAX_UNIT];
    private final byte[] masked = new byte[MAX_UNIT];

    /**
     * A cipher with given keys.
     *
     * @param dataKey 16 bytes; the caller may wipe them afterwards
     * @param tweakKey 16 bytes, copied as well
     */
    public PageCipher(byte[] dataKey, byte[] tweakKey) {
        encryptor = aes(ECB, Cipher.ENCRYPT_MODE, dataKey);
        decryptor = aes(CBC, Cipher.DECRYPT_MODE, dataKey);
        tweaker = aes(ECB, Cipher.ENCRYPT_MODE, tweakKey);
    }

    /** A cipher with keys that nobody else knows. */
    public static PageCipher generate(SecureRandom random) {
        byte[] dataKey = new byte[KEY];
        byte[] tweakKey = new byte[KEY];
        random.nextBytes(dataKey);
        random.nextBytes(tweakKey);
        try {
            return new PageCipher(dataKey, tweakKey);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
            Arrays.fill(tweakKey, (byte) 0);
        }
    }

    /**
     * Encrypts a data unit where it lies.
     *
     * @param unit its number, unsigned
     * @param data a multiple of 16 bytes, at most 4096
     */
    public void encrypt(long unit, byte[] data) {
        fillMask(unit, data.length);
        xorMask(data);
        ecb(encryptor, data);
        xorMask(data);
    }

    /** Decrypts a data unit where it lies; the counterpart of {@link #encrypt}. */
    public void decrypt(long unit, byte[] data) {
        decrypt(unit, data, data);
    }

    /**
     * Decrypts a data unit.
     *
     * @param stored a multiple of 16 bytes, at most 4096
     * @param plain as many bytes, which may be the same array
     */
    public void decrypt(long unit, byte[] stored, byte[] plain) {
        fillMask(unit, stored.length);
        for (int at = 0; at < stored.length; at += Long.BYTES) {
            LONGS.set(masked, at, (long) LONGS.get(stored, at) ^ (long) LONGS.get(mask, at));
        }
        unchain(plain);
    }

    // Java decrypts chained blocks side by side, and single ones one after the other. In CBC each block of the result
    // has the block before it added, which is taken away again here.
    private void unchain(byte[] data) {
        try {
            decryptor.doFinal(masked, 0, data.length, data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused " + data.length + " bytes", e);
        }
        for (int at = 0; at < BLOCK; at += Long.BYTES) {
            LONGS.set(data, at, (long) LONGS.get(data, at) ^ (long) LONGS.get(mask, at));
        }
        for (int at = BLOCK; at < data.length; at += Long.BYTES) {
            long before = (long) LONGS.get(masked, at - BLOCK) ^ (long) LONGS.get(mask, at);
            LONGS.set(data, at, (long) LONGS.get(data, at) ^ before);
        }
    }

    /** Forgets the keys. Copies inside the cryptography provider are left to the garbage collector. */
    @Override
    public void close() {
        Arrays.fill(mask, (byte) 0);
        Arrays.fill(masked, (byte) 0);
        byte[] zeros = new byte[KEY];
        init(encryptor, Cipher.ENCRYPT_MODE, zeros);
        init(decryptor, Cipher.DECRYPT_MODE, zeros);
        init(tweaker, Cipher.ENCRYPT_MODE, zeros);
    }

    // IEEE 1619, 5.2: the tweak of block j is the encrypted unit number times alpha to the power of j in GF(2^128),
    // little-endian.
    private void fillMask(long unit, int length) {
        byte[] first = new byte[BLOCK];
        LONGS.set(first, 0, unit);
        ecb(tweaker, first);
        long low = (long) LONGS.get(first, 0);
        long high = (long) LONGS.get(first, Long.BYTES);
        for (int at = 0; at < length; at += BLOCK) {
            LONGS.set(mask, at, low);
            LONGS.set(mask, at + Long.BYTES, high);
            long carry = high >>> 63;
            high = high << 1 | low >>> 63;
            low = low << 1 ^ carry * 0x87;
        }
    }

    private void xorMask(byte[] data) {
        for (int at = 0; at < data.length; at += Long.BYTES) {
            LONGS.set(data, at, (long) LONGS.get(data, at) ^ (long) LONGS.get(mask, at));
        }
    }

    private static void ecb(Cipher aes, byte[] data) {
        try {
            aes.doFinal(data, 0, data.length, data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused " + data.length + " bytes", e);
        }
    }

    private static Cipher aes(String transformation, int mode, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance(transformation);
            init(cipher, mode, key);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + transformation, e);
        }
    }

    private static void init(Cipher cipher, int mode, byte[] key) {
        try (WipedKey wiped = WipedKey.aes(key)) {
            if (cipher.getAlgorithm().equals(CBC)) {
                cipher.init(mode, wiped, new IvParameterSpec(new byte[BLOCK]));
            } else {
                cipher.init(mode, wiped);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused a key of " + key.length + " bytes", e);
        }
    }
}
