// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Remembers which keys signed which bytes: facts that nothing can change. A certificate that differs in one bit is
 * another one, and nothing in here depends on time or trust. Safe to share between threads.
 */
final class SignatureMemory {
    private static final int SIZE = 64;

    private record Link(Object signed, Object key) {}

    private final Map<Link, Link> links = new LinkedHashMap<>(SIZE, 0.75f, true);
    private final int size;

    private SignatureMemory(int size) {
        this.size = size;
    }

    /** One that remembers nothing. */
    static SignatureMemory none() {
        return new SignatureMemory(0);
    }

    /** One that remembers what was used last. */
    static SignatureMemory some() {
        return new SignatureMemory(SIZE);
    }

    /**
     * Whether a signature is valid.
     *
     * @param signed what carries the signature, equal only where all bytes are, the signature's too
     * @param key what holds the key, equal only where all bytes are
     * @param check finds it out
     */
    boolean valid(Object signed, Object key, BooleanSupplier check) {
        if (size == 0) {
            return check.getAsBoolean();
        }
        Link link = new Link(signed, key);
        boolean valid = has(link) || check.getAsBoolean();
        if (valid) {
            add(link);
        }
        return valid;
    }

    private synchronized boolean has(Link link) {
        return links.get(link) != null;
    }

    private synchronized void add(Link link) {
        links.put(link, link);
        if (links.size() > size) {
            links.remove(links.keySet().iterator().next());
        }
    }
}
