// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_LAUNCH_START} (2): makes the guest's context and memory key, and binds them to the machine's ASID. For
 * SEV and SEV-ES.
 *
 * @param handle a guest to share the key with, unsigned 32 bits; 0 for a key of its own
 * @param policy the guest policy, unsigned 32 bits
 * @param certificate the guest owner's Diffie-Hellman certificate, at most 16 KiB; empty for a launch without a session
 * @param session the owner's session, at most 16 KiB; empty for a launch without
 */
public record LaunchStart(int handle, int policy, Bytes certificate, Bytes session) implements SevCommand<GuestHandle> {
    /** Checks the lengths. */
    public LaunchStart {
        Buffers.requireLength("certificate", certificate, 0);
        Buffers.requireLength("session", session, 0);
    }

    @Override
    public int id() {
        return 2;
    }

    @Override
    public String name() {
        return "LAUNCH_START";
    }
}
