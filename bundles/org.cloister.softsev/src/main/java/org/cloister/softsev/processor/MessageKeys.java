package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.Arrays;

/** The four keys (VMPCK 0 to 3) with which a guest's privilege levels talk to the firmware: 32 bytes each. */
final class MessageKeys implements AutoCloseable {
    private final byte[] keys = new byte[4 * 32];

    MessageKeys(SecureRandom random) {
        random.nextBytes(keys);
    }

    /** Copies all four, one behind the other. */
    void copyTo(byte[] page, int offset) {
        System.arraycopy(keys, 0, page, offset, keys.length);
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        Arrays.fill(keys, (byte) 0);
    }
}
