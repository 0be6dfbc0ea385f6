// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.cloister.api.Problem;

/**
 * MSG_KEY_RSP (SEV-SNP firmware ABI, 56860, "Key Derivation"): status, 28 zero bytes, the key. {@link #close} wipes it.
 * For one thread.
 */
public final class KeyResponse implements AutoCloseable {
    /** Bytes that it takes. */
    public static final int SIZE = 0x40;

    /** Bytes of a derived key. */
    public static final int KEY = 32;

    private static final int KEY_AT = 0x20;

    private final byte[] raw;

    private KeyResponse(byte[] raw) {
        this.raw = raw;
    }

    /**
     * Reads a response.
     *
     * @param payload 64 bytes, copied; the caller wipes it
     * @throws org.cloister.api.CloisterException {@code key-response.length}
     */
    public static KeyResponse decode(byte[] payload) {
        if (payload.length != SIZE) {
            throw Problem.input(MessageCodes.KEY_RESPONSE_LENGTH, "this is not as long as a key response is")
                    .at("MSG_KEY_RSP")
                    .found(payload.length + " bytes")
                    .expected(SIZE + " bytes")
                    .exception();
        }
        return new KeyResponse(payload.clone());
    }

    /**
     * A response.
     *
     * @param status a firmware status; 0 with a key
     * @param key 32 bytes, copied; the caller wipes it; zeros where there is none
     */
    public static KeyResponse of(int status, byte[] key) {
        byte[] raw = new byte[SIZE];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putInt(status);
        System.arraycopy(key, 0, raw, KEY_AT, KEY);
        return new KeyResponse(raw);
    }

    /** A firmware status: 0, 0x16 for a request that is not valid, 0x27 for a key that may not be used. */
    public int status() {
        return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    }

    /** A copy of the key, for the caller to wipe; zeros when the status is not 0. */
    public byte[] key() {
        return Arrays.copyOfRange(raw, KEY_AT, SIZE);
    }

    /** A copy of all bytes, for the caller to wipe. */
    public byte[] encode() {
        return raw.clone();
    }

    /** Wipes the key. */
    @Override
    public void close() {
        Arrays.fill(raw, (byte) 0);
    }

    /** Its kind only. */
    @Override
    public String toString() {
        return "MSG_KEY_RSP";
    }
}
