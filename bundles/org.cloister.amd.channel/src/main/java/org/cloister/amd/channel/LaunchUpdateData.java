// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * {@code KVM_SEV_LAUNCH_UPDATE_DATA} (3): measures guest memory and encrypts it in place. For SEV and SEV-ES.
 *
 * @param address the host's address of the guest memory, a multiple of 16
 * @param length bytes, a multiple of 16; unsigned 32 bits in a long
 */
public record LaunchUpdateData(long address, long length) implements SevCommand<SevCommand.Done> {
    /** Checks that the length fits the struct. */
    public LaunchUpdateData {
        Buffers.requireUnsigned32("length", length);
    }

    @Override
    public int id() {
        return 3;
    }

    @Override
    public String name() {
        return "LAUNCH_UPDATE_DATA";
    }
}
