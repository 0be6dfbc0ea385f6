package org.cloister.amd.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** Derivation of keys from a key: NIST SP 800-108 in counter mode with HMAC-SHA256 (SEV API, 55766, "Key Derivation"). */
final class KeyDerivation {
    private static final int BLOCK = 32;

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
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return derive(mac, length, input(label, context, length * Byte.SIZE));
        } catch (GeneralSecurityException e) {
            throw Problem.host("crypto.hmac", "this Java platform lacks HMAC-SHA256")
                    .exception(e);
        }
    }

    private static byte[] derive(Mac mac, int length, byte[] input) {
        byte[] blocks = new byte[(length + BLOCK - 1) / BLOCK * BLOCK];
        for (int i = 0; i * BLOCK < blocks.length; i++) {
            mac.update(littleEndian(i + 1));
            System.arraycopy(mac.doFinal(input), 0, blocks, i * BLOCK, BLOCK);
        }
        byte[] derived = Arrays.copyOf(blocks, length);
        Arrays.fill(blocks, (byte) 0);
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
