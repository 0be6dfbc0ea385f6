// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;

/**
 * What RSASSA-PSS puts to the power (RFC 8017, 9.1.1): MGF1 with the same digest, a salt as long as that.
 *
 * @param hash of message and mask
 * @param bits of the modulus, a multiple of 8
 */
record PssEncoding(Hash hash, int bits) {
    private static final byte TRAILER = (byte) 0xbc;
    private static final int PADDING = 8;

    byte[] encode(byte[] message, SecureRandom random) {
        byte[] salt = new byte[hash.size()];
        random.nextBytes(salt);
        MessageDigest engine = engine();
        engine.update(new byte[PADDING]);
        engine.update(engine().digest(message));
        byte[] digest = engine.digest(salt);
        int length = bits / Byte.SIZE;
        byte[] encoded = new byte[length];
        int digestAt = length - 1 - digest.length;
        encoded[digestAt - salt.length - 1] = 1;
        System.arraycopy(salt, 0, encoded, digestAt - salt.length, salt.length);
        mask(encoded, digestAt, digest);
        // The number has to be below the modulus
        encoded[0] &= 0x7f;
        System.arraycopy(digest, 0, encoded, digestAt, digest.length);
        encoded[length - 1] = TRAILER;
        return encoded;
    }

    // MGF1 (RFC 8017, B.2.1).
    private void mask(byte[] target, int length, byte[] seed) {
        for (int block = 0; block * hash.size() < length; block++) {
            MessageDigest engine = engine();
            engine.update(seed);
            byte[] mask = engine.digest(new byte[] {0, 0, (byte) (block >>> Byte.SIZE), (byte) block});
            for (int i = 0; i < mask.length && block * mask.length + i < length; i++) {
                target[block * mask.length + i] ^= mask[i];
            }
        }
    }

    private MessageDigest engine() {
        return Crypto.platform().digest(hash);
    }
}
