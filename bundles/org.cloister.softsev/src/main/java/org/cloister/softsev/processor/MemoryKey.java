// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.Arrays;
import org.cloister.softsev.memory.PageCipher;

/** The key of a guest's memory, of which guests that share it have a copy each. */
final class MemoryKey implements AutoCloseable {
    private static final int HALF = 16;

    private final byte[] seed;

    private MemoryKey(byte[] seed) {
        this.seed = seed;
    }

    static MemoryKey generate(SecureRandom random) {
        byte[] seed = new byte[2 * HALF];
        random.nextBytes(seed);
        return new MemoryKey(seed);
    }

    MemoryKey copy() {
        return new MemoryKey(seed.clone());
    }

    /** The key where the memory controller has it. */
    PageCipher install() {
        byte[] data = Arrays.copyOf(seed, HALF);
        byte[] tweak = Arrays.copyOfRange(seed, HALF, seed.length);
        try {
            return new PageCipher(data, tweak);
        } finally {
            Arrays.fill(data, (byte) 0);
            Arrays.fill(tweak, (byte) 0);
        }
    }

    /** Wipes the key. */
    @Override
    public void close() {
        Arrays.fill(seed, (byte) 0);
    }
}
