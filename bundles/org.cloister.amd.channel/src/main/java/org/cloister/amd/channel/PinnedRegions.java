// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Memory of a machine that the host may neither move nor swap out, because its ciphertext depends on its physical
 * address: Linux's {@code KVM_MEMORY_ENCRYPT_REG_REGION} and {@code KVM_MEMORY_ENCRYPT_UNREG_REGION}. Got by
 * {@code VirtualMachine.adapt(PinnedRegions.class)}, on platforms that pin.
 *
 * <p>SEV and SEV-ES guests need their memory and their firmware registered after the initialisation and before the
 * launch puts anything there; SEV-SNP guests do not. Closing the machine releases what is still registered. Safe for
 * use by several threads.
 */
@ConsumerType
public interface PinnedRegions {
    /** The name of {@link #register} in exceptions. */
    String REGISTER = CommandNames.REG_REGION;

    /** The name of {@link #unregister} in exceptions. */
    String UNREGISTER = CommandNames.UNREG_REGION;

    /**
     * Pins a region. It counts towards the limit of locked memory (RLIMIT_MEMLOCK), unless the process has the
     * capability CAP_IPC_LOCK.
     *
     * @param address the host's address of its first byte, as {@code GuestMemory.hostAddress} returns it
     * @param size bytes
     * @throws SevCommandException with {@code ENOTTY} when the machine is not initialised for SEV, {@code EINVAL} when
     *     it mirrors another machine's context, {@code ENOMEM} above the limit of locked memory; nothing is pinned then
     */
    void register(long address, long size);

    /**
     * Releases a region. The kernel writes back the caches of all processors, which is slow.
     *
     * @param address exactly as it was registered
     * @param size exactly as it was registered; a part of a region cannot be released
     * @throws SevCommandException with {@code EINVAL} when there is no such region
     */
    void unregister(long address, long size);
}
