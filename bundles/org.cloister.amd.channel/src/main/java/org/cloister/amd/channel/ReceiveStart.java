// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_RECEIVE_START} (12): makes the context of a guest that another platform sends, and binds it to the
 * machine's ASID. For SEV and SEV-ES.
 *
 * @param handle a guest to share the key with, unsigned 32 bits; 0 for a key of its own
 * @param policy the guest policy, unsigned 32 bits
 * @param certificate the sending platform's PDH certificate, 1 byte to 16 KiB
 * @param session the session that SEND_START answered there, 1 byte to 16 KiB
 */
public record ReceiveStart(int handle, int policy, Bytes certificate, Bytes session)
        implements SevCommand<GuestHandle> {
    /** Checks the lengths. */
    public ReceiveStart {
        Buffers.requireLength("certificate", certificate, 1);
        Buffers.requireLength("session", session, 1);
    }

    @Override
    public int id() {
        return 12;
    }

    @Override
    public String name() {
        return "RECEIVE_START";
    }
}
