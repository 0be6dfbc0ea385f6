// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_RECEIVE_UPDATE_DATA} (13): puts a packet that another platform sent into guest memory. For SEV and
 * SEV-ES.
 *
 * @param header the packet header, 1 byte to 16 KiB
 * @param guestAddress the host's address of the guest memory that takes it; at most one page, not across a page's end
 * @param guestLength bytes there, unsigned 32 bits in a long
 * @param payload ciphertext, 1 byte to 16 KiB
 */
public record ReceiveUpdateData(Bytes header, long guestAddress, long guestLength, Bytes payload)
        implements SevCommand<SevCommand.Done> {
    /** Checks the lengths. */
    public ReceiveUpdateData {
        Buffers.requireLength("header", header, 1);
        Buffers.requireUnsigned32("guestLength", guestLength);
        Buffers.requireLength("payload", payload, 1);
    }

    @Override
    public int id() {
        return 13;
    }

    @Override
    public String name() {
        return "RECEIVE_UPDATE_DATA";
    }
}
