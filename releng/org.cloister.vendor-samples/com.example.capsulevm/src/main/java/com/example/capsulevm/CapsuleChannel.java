// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm;

import org.cloister.api.Bytes;
import org.cloister.api.guest.PageKind;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The capsule processor's commands for one machine; got by {@code VirtualMachine.adapt(CapsuleChannel.class)}. Commands
 * of one machine are serial.
 *
 * <p>In its life a capsule is opened, filled and sealed. A command at the wrong time fails with {@code capsule.state}.
 */
@ProviderType
public interface CapsuleChannel {
    /** Opens the capsule. */
    void open(long policy);

    /**
     * Measures pages as they are, and makes them private.
     *
     * @param gpa a multiple of 4096
     * @param size bytes, a positive multiple of 4096
     * @param kind how the pages come in; it is measured
     */
    void put(long gpa, long size, PageKind kind);

    /** Measures the processors and ends the launch. */
    void seal();

    /** Whether the capsule is sealed. */
    boolean sealed();

    /** The measurement that sealing gives or gave: {@value CapsuleDigest#SIZE} bytes. */
    Bytes digest();
}
