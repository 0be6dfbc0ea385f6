// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_RECEIVE_UPDATE_DATA} (13): puts a packet that another platform sent into guest memory. For SEV and
 * SEV-ES.
 *
 * <pre>{@code
 * channel.execute(new ReceiveUpdateData(header, address, 4096, payload));
 * }</pre>
 *
 * @param header the packet header, 1 byte to 16 KiB
 * @param guestAddress the host's address of the guest memory that takes it; at most one page, not across a page's end
 * @param guestLength bytes there, unsigned 32 bits in a long
 * @param payload ciphertext, 1 byte to 16 KiB
 */
public record ReceiveUpdateData(Bytes header, long guestAddress, long guestLength, Bytes payload)
        implements SevCommand<SevCommand.Done> {
    static final Codec<ReceiveUpdateData, SevCommand.Done> CODEC = Codec.of(
            13,
            CommandNames.RECEIVE_UPDATE_DATA,
            PacketLayout.of("kvm_sev_receive_update_data"),
            ReceiveUpdateData::write,
            ReceiveUpdateData::read);

    /** Checks the lengths. */
    public ReceiveUpdateData {
        Buffers.requireLength("header", header, 1);
        Buffers.requireUnsigned32("guestLength", guestLength);
        Buffers.requireLength("payload", payload, 1);
    }

    @Override
    public Codec<ReceiveUpdateData, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.place(PacketLayout.HEADER, header);
        out.put(PacketLayout.GUEST_ADDRESS, guestAddress);
        out.put(PacketLayout.GUEST_LENGTH, guestLength);
        out.place(PacketLayout.PAYLOAD, payload);
    }

    private static ReceiveUpdateData read(CommandStruct in) {
        PacketLayout.require(in);
        return new ReceiveUpdateData(
                in.required(PacketLayout.HEADER),
                in.number(PacketLayout.GUEST_ADDRESS),
                in.number(PacketLayout.GUEST_LENGTH),
                in.required(PacketLayout.PAYLOAD));
    }
}
