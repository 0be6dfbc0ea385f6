// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cloister.amd.crypto.SecretMac;
import org.cloister.api.Bytes;

/**
 * Derivation of keys from a key: NIST SP 800-108 in counter mode with HMAC-SHA256 (SEV API, 55766, "Key Derivation").
 */
final class KeyDerivation {
    private KeyDerivation() {}

    /**
     * A key.
     *
     * @param key from which it is derived; the caller wipes it
     * @param length bytes of the new one
     * @param label in ASCII; its end is not marked but by the zero byte that always follows
     * @return for the caller to wipe
     */
    static byte[] derive(byte[] key, int length, String label, Bytes context) {
        try (SecretMac mac = SecretMac.of(key)) {
            return derive(mac, length, input(label, context, length * Byte.SIZE));
        }
    }

    private static byte[] derive(SecretMac mac, int length, byte[] input) {
        byte[] derived = new byte[length];
        for (int from = 0; from < length; from += SecretMac.SIZE) {
            byte[] block = mac.update(littleEndian(from / SecretMac.SIZE + 1))
                    .update(input)
                    .code();
            System.arraycopy(block, 0, derived, from, Math.min(SecretMac.SIZE, length - from));
            Arrays.fill(block, (byte) 0);
        }
        return derived;
    }

    private static byte[] input(String label, Bytes context, int bits) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(name.length + 1 + context.length() + Integer.BYTES)
                .put(name)
                .put((byte) 0)
                .put(context.toArray())
                .put(littleEndian(bits))
                .array();
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
