// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.Optional;

/**
 * Memory as it lies there, encrypted or not: what the host sees of an SEV guest's memory, and the guest without the
 * C-bit.
 */
final class RawSide implements Side {
    private final PageStore store;

    RawSide(PageStore store) {
        this.store = store;
    }

    // Nothing keeps the host from writing; the guest reads garbage then (APM volume 2, 15.34.10).
    @Override
    public String whyNotWrite(long frame) {
        return null;
    }

    @Override
    public void read(long frame, int from, byte[] target, int at, int count) {
        Optional<byte[]> page = store.shared(frame);
        if (page.isPresent()) {
            System.arraycopy(page.get(), from, target, at, count);
        } else {
            Arrays.fill(target, at, at + count, (byte) 0);
        }
    }

    @Override
    public void write(long frame, int from, byte[] source, int at, int count) {
        if (store.shared(frame).isPresent() || !isZero(source, at, count)) {
            store.write(frame, from, source, at, count);
        }
    }

    private static boolean isZero(byte[] source, int at, int count) {
        for (int i = at; i < at + count; i++) {
            if (source[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
