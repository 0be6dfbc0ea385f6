// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The memory of a program that drives the platform, by the program's own addresses: another process, a mapped file, an
 * array. The platform reads structs, sources of pages and guest memory there, and writes answers and guest memory. A
 * machine calls its memory from the threads that call the machine, one at a time.
 */
@ConsumerType
public interface ClientMemory {
    /**
     * Reads as many bytes as the target has.
     *
     * @param address of the first byte, unsigned 64 bits
     * @return false when not all of them can be read: the platform answers {@code EFAULT}
     */
    boolean read(long address, byte[] target);

    /**
     * Writes all bytes of the source.
     *
     * @param address of the first byte, unsigned 64 bits
     * @return false when not all of them can be written; some may have been
     */
    boolean write(long address, byte[] source);

    /**
     * Keeps memory where it is, as Linux pins the pages of an encrypted guest.
     *
     * @param address of the first byte, unsigned 64 bits
     * @param length bytes, at least 1
     * @return empty when not all of it is there, can be written, or may be pinned: the platform answers {@code ENOMEM}
     */
    Optional<Pin> pin(long address, long length);

    /** Memory that stays where it is until this is closed. */
    @ConsumerType
    interface Pin extends AutoCloseable {
        /** Lets the memory go. It does not throw. */
        @Override
        void close();
    }
}
