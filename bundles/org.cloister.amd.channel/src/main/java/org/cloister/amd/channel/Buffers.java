// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;

/** The buffers that a command's struct points to. */
record Buffers(String command, AddressSpace memory) {
    /** Linux, drivers/crypto/ccp, SEV_FW_BLOB_MAX_SIZE. */
    static final int MAX = 16 << 10;

    private static final long MAX_UNSIGNED_32 = 0xffffffffL;

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

    static void requireUnsigned32(String field, long value) {
        if (value < 0 || value > MAX_UNSIGNED_32) {
            throw new IllegalArgumentException(field + " is " + value + ", not unsigned 32 bits");
        }
    }

    /** Where content lies; 0 for none. */
    long place(Bytes content) {
        return content.length() == 0 ? 0 : memory.place(content);
    }

    /** Where the answer finds room; 0 for none. */
    long room(int capacity) {
        return place(Bytes.of(new byte[capacity]));
    }

    /** Content that has to be there, as psp_copy_user_blob of Linux takes it. */
    Bytes required(long address, int length) {
        if (address == 0 || length == 0) {
            throw refused(Errno.EINVAL, address, length);
        }
        return memory.read(address, capacity(address, length, Errno.EINVAL));
    }

    /** Content that is missing when its address is 0. */
    Bytes optional(long address, int length) {
        return address == 0 ? Bytes.EMPTY : required(address, length);
    }

    /** The length of a buffer for the answer. */
    int capacity(long address, int length, int errno) {
        if (Integer.compareUnsigned(length, MAX) > 0) {
            throw refused(errno, address, length);
        }
        return length;
    }

    /** What was answered in a buffer; without room for it, its length only. */
    Blob answered(long address, int length, boolean lengthOnly, int capacity) {
        if (lengthOnly || length == 0) {
            return Blob.ofLength(Integer.toUnsignedLong(length));
        }
        if (Integer.compareUnsigned(length, capacity) > 0) {
            throw refused(Errno.EINVAL, address, length);
        }
        return Blob.of(memory.read(address, length));
    }

    /** Writes an answer into its buffer; without room for it, nothing. The struct's length comes back. */
    int answer(long address, Blob answer, boolean lengthOnly, int capacity) {
        int length = (int) answer.length();
        if (!lengthOnly && length != 0) {
            if (answer.content().length() == 0 || answer.length() > capacity) {
                throw refused(Errno.EINVAL, address, length);
            }
            memory.write(address, answer.content());
        }
        return length;
    }

    private SevCommandException refused(int errno, long address, int length) {
        String where = "a buffer of " + Integer.toUnsignedString(length) + " bytes at 0x" + Long.toHexString(address);
        return new SevCommandException(command, errno, FirmwareStatus.NOT_CALLED, where);
    }
}
