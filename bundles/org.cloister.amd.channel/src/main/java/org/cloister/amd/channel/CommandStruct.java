// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/** The struct of one command while it is written or read: its fields by their slots, its buffers by their pointers. */
final class CommandStruct {
    private final String command;
    private final byte[] bytes;
    private final ByteBuffer fields;
    private final AddressSpace memory;

    /**
     * A struct to be written or read.
     *
     * @param command the command's name, for refusals
     * @param bytes the struct, changed in place
     * @param memory where its addresses point
     */
    CommandStruct(String command, byte[] bytes, AddressSpace memory) {
        this.command = command;
        this.bytes = bytes;
        fields = ByteBuffer.wrap(bytes);
        this.memory = memory;
    }

    /** The struct as it is now. */
    Bytes toBytes() {
        return Bytes.of(bytes);
    }

    void put(Slot field, long unsigned) {
        field.put(fields, unsigned);
    }

    void put(Slot field, int unsigned) {
        field.put(fields, Integer.toUnsignedLong(unsigned));
    }

    void put(Slot field, boolean flag) {
        field.put(fields, flag ? 1 : 0);
    }

    void put(Slot field, Bytes content) {
        field.put(bytes, content);
    }

    long number(Slot field) {
        return field.number(fields);
    }

    /** A field of at most 4 bytes; of 4 bytes all 32 bits. */
    int word(Slot field) {
        return (int) field.number(fields);
    }

    Bytes bytes(Slot field) {
        return Bytes.of(bytes, field.offset(), field.size());
    }

    /** Puts a buffer with a content into memory; no content has the address 0. */
    void place(Pointer to, Bytes content) {
        put(to.address(), content.length() == 0 ? 0 : memory.place(content));
        put(to.length(), content.length());
    }

    /** Puts a buffer that the answer is to be written into; no room has the address 0. */
    void room(Pointer to, int capacity) {
        place(to, Bytes.of(new byte[capacity]));
    }

    /** Puts a buffer whose size is known otherwise. */
    void place(Slot address, Bytes content) {
        put(address, memory.place(content));
    }

    /** The content of a buffer whose size is known otherwise. */
    Bytes content(Slot address, int size) {
        return memory.read(number(address), size);
    }

    /** Writes into a buffer whose size both sides know. */
    void write(Slot address, Bytes content) {
        memory.write(number(address), content);
    }

    /** Refuses buffers that have no address or no length, before any of them is read. */
    void require(Pointer... buffers) {
        for (Pointer buffer : buffers) {
            if (number(buffer.address()) == 0 || word(buffer.length()) == 0) {
                throw refused(Errno.EINVAL, buffer);
            }
        }
    }

    /** Content that has to be there, as psp_copy_user_blob of Linux takes it. */
    Bytes required(Pointer from) {
        require(from);
        return memory.read(number(from.address()), capacity(from));
    }

    /** Content of a size that both sides know, which has to be there. */
    Bytes required(Slot address, int size) {
        if (number(address) == 0) {
            throw invalid("a buffer of " + size + " bytes at 0x0");
        }
        return content(address, size);
    }

    /** Content that is missing when its address is 0. */
    Bytes optional(Pointer from) {
        return number(from.address()) == 0 ? Bytes.EMPTY : required(from);
    }

    /** The length of a buffer for the answer, as KVM takes it. */
    int capacity(Pointer of) {
        return capacity(of, Errno.EINVAL);
    }

    /**
     * The same as {@code /dev/sev} takes it: without an address it is asked for the length, whatever the length says.
     */
    int driverCapacity(Pointer of) {
        return number(of.address()) == 0 ? 0 : capacity(of, Errno.EFAULT);
    }

    /** The length of a buffer that KVM allocates as it was asked for, with no limit of its own. */
    int allocated(Pointer of) {
        return capacity(of, Buffers.MOST_ALLOCATED, Errno.ENOMEM);
    }

    private int capacity(Pointer of, int errno) {
        return capacity(of, Buffers.MAX, errno);
    }

    private int capacity(Pointer of, int most, int errno) {
        if (number(of.length()) > most) {
            throw refused(errno, of);
        }
        return word(of.length());
    }

    /** Writes an answer into its buffer, and its length; without room for it, the length only. */
    void answer(Pointer to, Blob answer, boolean lengthOnly, int capacity) {
        put(to.length(), answer.length());
        if (!lengthOnly && answer.length() != 0) {
            if (answer.content().length() == 0 || answer.length() > capacity) {
                throw refused(Errno.EINVAL, to);
            }
            memory.write(number(to.address()), answer.content());
        }
    }

    /** Writes an answer into a buffer of the caller's length, all of which the kernel copies out; the length stays. */
    void fill(Pointer to, Blob answer, int capacity) {
        if (answer.content().length() == 0 || answer.length() > capacity) {
            throw refused(Errno.EINVAL, to);
        }
        byte[] whole = new byte[capacity];
        answer.content().copyTo(0, whole, 0, answer.content().length());
        memory.write(number(to.address()), Bytes.wrap(whole));
    }

    /** What was answered in a buffer whose length the kernel leaves as it was: its first bytes. */
    Blob filled(Pointer from, int length) {
        return Blob.of(memory.read(number(from.address()), length));
    }

    /** What was answered in a buffer; without room for it, its length only. */
    Blob answered(Pointer from, boolean lengthOnly, int capacity) {
        long length = number(from.length());
        if (lengthOnly || length == 0) {
            return Blob.ofLength(length);
        }
        if (length > capacity) {
            throw refused(Errno.EINVAL, from);
        }
        return Blob.of(memory.read(number(from.address()), (int) length));
    }

    /** What is not as the kernel takes it. */
    SevCommandException invalid(String where) {
        return SevCommandException.invalid(command, where);
    }

    private SevCommandException refused(int errno, Pointer buffer) {
        String where =
                "a buffer of " + number(buffer.length()) + " bytes at 0x" + Long.toHexString(number(buffer.address()));
        return new SevCommandException(command, errno, FirmwareStatus.NOT_CALLED, where);
    }
}
