// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.cloister.amd.crypto.WipedKey;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.softsev.model.Refusal;

/**
 * What a guest's pages are encrypted with while they are swapped out (SEV-SNP firmware ABI, 56860, "Guest Context": OEK
 * and OEK IV count): AES-256-GCM without further data, whose IV is a number that is never used again, little-endian,
 * and four zero bytes. Not for use by several threads.
 */
public final class OfflineKey implements AutoCloseable {
    private static final int KEY = 32;
    private static final int TAG = 16;
    private static final int IV = 12;
    /** The highest number, which is not used. */
    private static final long LAST = -2;

    private final byte[] key = new byte[KEY];
    private long count;

    OfflineKey(SecureRandom random) {
        this(random, 0);
    }

    OfflineKey(SecureRandom random, long count) {
        random.nextBytes(key);
        this.count = count;
    }

    /**
     * A page that was encrypted.
     *
     * @param iv its number
     * @param bytes as many as there were
     * @param tag 16 bytes
     */
    public record Sealed(long iv, byte[] bytes, byte[] tag) {}

    /**
     * Encrypts a page.
     *
     * @throws Refusal {@code AEAD_OFLOW} when the numbers are used up
     */
    public Sealed seal(byte[] plaintext) {
        Refusal.unless(count != LAST, FirmwareStatus.AEAD_OFLOW, "the numbers of the offline key are used up");
        long iv = count++;
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(plaintext);
            return new Sealed(
                    iv,
                    Arrays.copyOf(sealed, plaintext.length),
                    Arrays.copyOfRange(sealed, plaintext.length, sealed.length));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Decrypts a page; empty when it is not what was encrypted. */
    public Optional<byte[]> open(Sealed sealed) {
        byte[] bytes = Arrays.copyOf(sealed.bytes(), sealed.bytes().length + TAG);
        System.arraycopy(sealed.tag(), 0, bytes, sealed.bytes().length, TAG);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, sealed.iv()).doFinal(bytes));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private Cipher cipher(int mode, long number) throws GeneralSecurityException {
        byte[] iv = ByteBuffer.allocate(IV)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        try (WipedKey wiped = WipedKey.aes(key)) {
            cipher.init(mode, wiped, new GCMParameterSpec(TAG * Byte.SIZE, iv));
        }
        return cipher;
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("every Java platform has AES in Galois counter mode", cause);
    }

    /** Wipes the key. */
    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
