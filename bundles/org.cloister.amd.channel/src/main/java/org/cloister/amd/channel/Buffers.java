// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.api.Bytes;

/** What the kernel's structs can say of buffers. */
final class Buffers {
    /** Linux, drivers/crypto/ccp, SEV_FW_BLOB_MAX_SIZE. */
    static final int MAX = 16 << 10;

    /** The most that Linux allocates at once (KMALLOC_MAX_SIZE on x86-64), which is what bounds outgoing packets. */
    static final int MOST_ALLOCATED = 4 << 20;

    private static final long MAX_UNSIGNED_32 = 0xffffffffL;

    private Buffers() {}

    static void requireLength(String field, Bytes content, int least) {
        int length = Objects.requireNonNull(content, field).length();
        if (length < least || length > MAX) {
            throw new IllegalArgumentException(field + " has " + length + " bytes, " + least + " to " + MAX);
        }
    }

    static void requireCapacity(String field, int capacity) {
        if (capacity < 0 || capacity > MAX) {
            throw new IllegalArgumentException(field + " is " + capacity + ", 0 to " + MAX);
        }
    }

    static void requirePacketRoom(String field, int capacity) {
        if (capacity < 0 || capacity > MOST_ALLOCATED) {
            throw new IllegalArgumentException(field + " is " + capacity + ", 0 to " + MOST_ALLOCATED);
        }
    }

    static void requireUnsigned32(String field, long value) {
        if (value < 0 || value > MAX_UNSIGNED_32) {
            throw new IllegalArgumentException(field + " is " + value + ", not unsigned 32 bits");
        }
    }
}
