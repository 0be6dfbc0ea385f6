// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;

/**
 * The four keys (VMPCK 0 to 3) with which a guest's privilege levels talk to the firmware, 32 bytes each, and how many
 * messages were exchanged with each (SEV-SNP firmware ABI, "Guest Context", MSG_COUNT). Not for use by several threads.
 */
public final class MessageKeys implements AutoCloseable {
    private static final int SIZE = 32;
    private static final int COUNT = 4;

    private final byte[] keys = new byte[COUNT * SIZE];
    private final long[] messages = new long[COUNT];

    MessageKeys(SecureRandom random) {
        random.nextBytes(keys);
    }

    /** Copies all four, one behind the other. */
    void copyTo(byte[] page, int offset) {
        System.arraycopy(keys, 0, page, offset, keys.length);
    }

    /**
     * A copy of a key, for the caller to wipe.
     *
     * @param index 0 to 3
     */
    public byte[] key(int index) {
        Objects.checkIndex(index, COUNT);
        return Arrays.copyOfRange(keys, index * SIZE, (index + 1) * SIZE);
    }

    /** How many messages were exchanged with a key, requests and responses, unsigned 64 bits. */
    public long messages(int index) {
        return messages[index];
    }

    /** Counts. */
    public void count(int index, long now) {
        messages[index] = now;
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        Arrays.fill(keys, (byte) 0);
    }
}
