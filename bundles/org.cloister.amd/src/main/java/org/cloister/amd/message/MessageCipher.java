// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.cloister.amd.crypto.WipedKey;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * AES-256-GCM of messages (SEV-SNP firmware ABI, 56860, "AEAD"): the number of the message and four zero bytes are the
 * IV, the header from ALGO on is authenticated.
 */
final class MessageCipher {
    static final int KEY = 32;
    private static final int IV = 12;
    private static final int TAG = 16;

    private MessageCipher() {}

    /** The sealed payload with the tag behind it. */
    static byte[] seal(byte[] key, MessageHeader header, byte[] payload) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, header).doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static Optional<byte[]> open(byte[] key, MessageHeader header, Bytes payload) {
        byte[] sealed = Arrays.copyOf(payload.toArray(), payload.length() + TAG);
        header.tag().copyTo(0, sealed, payload.length(), TAG);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, header).doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, MessageHeader header) throws GeneralSecurityException {
        if (key.length != KEY) {
            throw new IllegalArgumentException("AES-256-GCM takes a key of 32 bytes, not " + key.length);
        }
        byte[] iv = ByteBuffer.allocate(IV)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.sequence())
                .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        try (WipedKey wiped = WipedKey.aes(key)) {
            cipher.init(mode, wiped, new GCMParameterSpec(TAG * Byte.SIZE, iv));
        }
        cipher.updateAAD(header.authenticated().toArray());
        return cipher;
    }

    private static RuntimeException missing(GeneralSecurityException cause) {
        return Problem.host(ProblemCodes.CRYPTO_AES, "this Java platform lacks AES-256 in Galois counter mode")
                .found(cause.getMessage())
                .exception(cause);
    }
}
