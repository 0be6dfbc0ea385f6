// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.cloister.amd.crypto.WipedKey;
import org.cloister.api.memory.GuestMemory;

/**
 * AES-128 in XTS mode (IEEE 1619-2018) with one guest's two keys: what the memory controller does to private pages. The
 * data unit is a page; its number is the page's address, so that equal pages at two places differ in memory.
 *
 * <p>Not for use by several threads.
 */
public final class PageCipher implements AutoCloseable {
    private static final int BLOCK = 16;
    private static final int KEY = 16;
    private static final int MAX_UNIT = GuestMemory.PAGE;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Cipher encryptor;
    private final Cipher decryptor;
    private final Cipher tweaker;
    private final byte[] mask = new byte[MAX_UNIT];

    /**
     * A cipher with given keys.
     *
     * @param dataKey 16 bytes; the caller may wipe them afterwards
     * @param tweakKey 16 bytes, copied as well
     */
    public PageCipher(byte[] dataKey, byte[] tweakKey) {
        encryptor = aes(Cipher.ENCRYPT_MODE, dataKey);
        decryptor = aes(Cipher.DECRYPT_MODE, dataKey);
        tweaker = aes(Cipher.ENCRYPT_MODE, tweakKey);
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
        transform(encryptor, unit, data);
    }

    /** Decrypts a data unit where it lies; the counterpart of {@link #encrypt}. */
    public void decrypt(long unit, byte[] data) {
        transform(decryptor, unit, data);
    }

    /** Forgets the keys. Copies inside the cryptography provider are left to the garbage collector. */
    @Override
    public void close() {
        Arrays.fill(mask, (byte) 0);
        byte[] zeros = new byte[KEY];
        init(encryptor, Cipher.ENCRYPT_MODE, zeros);
        init(decryptor, Cipher.DECRYPT_MODE, zeros);
        init(tweaker, Cipher.ENCRYPT_MODE, zeros);
    }

    private void transform(Cipher aes, long unit, byte[] data) {
        fillMask(unit, data.length);
        xorMask(data);
        ecb(aes, data);
        xorMask(data);
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

    private static Cipher aes(int mode, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            init(cipher, mode, key);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/ECB/NoPadding", e);
        }
    }

    private static void init(Cipher cipher, int mode, byte[] key) {
        try (WipedKey wiped = WipedKey.aes(key)) {
            cipher.init(mode, wiped);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused a key of " + key.length + " bytes", e);
        }
    }
}
