// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/** AES-128 in counter mode (NIST SP 800-38A, 6.5), as transport packets and wrapped keys use it. */
public final class AesCtr {
    /** Bytes of a key. */
    public static final int KEY = 16;
    /** Bytes of the first counter. */
    public static final int IV = 16;

    private AesCtr() {}

    /**
     * Encrypts or decrypts; in this mode they are one. It authenticates nothing.
     *
     * @param key {@value #KEY} bytes; the caller wipes it
     * @param iv {@value #IV} bytes, never used twice with one key
     * @param content of any length, not changed
     * @return as many bytes
     */
    public static byte[] apply(byte[] key, Bytes iv, byte[] content) {
        if (key.length != KEY || iv.length() != IV) {
            throw new IllegalArgumentException("AES-128-CTR takes a key and an IV of 16 bytes each");
        }
        try (WipedKey wiped = WipedKey.aes(key)) {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, wiped, new IvParameterSpec(iv.toArray()));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw Problem.host(ProblemCodes.CRYPTO_AES, "this Java platform lacks AES in counter mode")
                    .found(e.getMessage())
                    .exception(e);
        }
    }
}
