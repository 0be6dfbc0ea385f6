// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.LaunchContext;

/** How much a context holds, counted until it is too much: it comes from a vendor and stays as long as its guest. */
final class ContextSize {
    /** The most bytes of a context: texts and blobs, and a few for each value. */
    static final long MOST = 16 << 20;

    private static final int EACH = 16;

    private long counted;

    private ContextSize() {}

    /** Its size in bytes; some more than {@link #MOST} when it is larger. */
    static long of(LaunchContext context) {
        ContextSize size = new ContextSize();
        context.values().forEach(size::add);
        return size.counted;
    }

    private void add(String name, ContextValue value) {
        counted += name.length();
        add(value);
    }

    private void add(ContextValue value) {
        counted += EACH;
        if (counted > MOST) {
            return;
        }
        if (value instanceof ContextValue.Blob blob) {
            counted += blob.value().length();
        } else if (value instanceof ContextValue.Text text) {
            counted += text.value().length();
        } else if (value instanceof ContextValue.Items items) {
            items.values().forEach(this::add);
        } else if (value instanceof ContextValue.Fields fields) {
            fields.values().forEach(this::add);
        }
    }
}
