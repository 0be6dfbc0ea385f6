// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;

/**
 * What a guest's context knows of pages that were swapped out: the key, and the root metadata entry. Under the lock of
 * the system's pages.
 */
public final class SwappedPages implements AutoCloseable {
    /** Bytes of a metadata entry. */
    public static final int ENTRY = 64;

    private final OfflineKey key;
    private byte[] root = new byte[ENTRY];

    SwappedPages(SecureRandom random) {
        key = new OfflineKey(random);
    }

    /** The offline key. */
    public OfflineKey key() {
        return key;
    }

    /** The root metadata entry, {@value #ENTRY} bytes; zeros before there was one. */
    public byte[] root() {
        return root.clone();
    }

    /** Sets the root metadata entry. */
    public void root(byte[] entry) {
        root = entry.clone();
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
    }
}
