// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The memory that addresses inside encoded commands point into: native memory for the kernel, a caller's process, a
 * table in a test. Valid for one command.
 */
@ConsumerType
public interface AddressSpace {
    /** Puts bytes somewhere and answers with their address, never 0. */
    long place(Bytes content);

    /**
     * The bytes at an address.
     *
     * @throws SevCommandException with errno {@code EFAULT} when they cannot be read
     */
    Bytes read(long address, int length);

    /**
     * Puts bytes at an address.
     *
     * @throws SevCommandException with errno {@code EFAULT} when they cannot be written
     */
    void write(long address, Bytes content);
}
