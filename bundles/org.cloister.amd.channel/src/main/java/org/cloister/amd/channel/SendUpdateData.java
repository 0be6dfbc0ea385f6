// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.CommandNames;

/**
 * {@code KVM_SEV_SEND_UPDATE_DATA} (9): encrypts guest memory for the receiving platform. For SEV and SEV-ES.
 *
 * <pre>{@code
 * SendUpdateData.Packet packet = LengthQuery.fetch(channel, SendUpdateData.length(address, 4096));
 * }</pre>
 *
 * @param guestAddress the host's address of the guest memory; at most one page, not across a page's end
 * @param guestLength bytes there, unsigned 32 bits in a long
 * @param headerCapacity room for the packet header in bytes, at most 4 MiB; 0 asks for both lengths
 * @param payloadCapacity room for the ciphertext in bytes, at most 4 MiB; 0 asks for both lengths. All of the room is
 *     written, behind the packet with zeros
 */
public record SendUpdateData(long guestAddress, long guestLength, int headerCapacity, int payloadCapacity)
        implements SevCommand<SendUpdateData.Packet>, LengthAsked<SendUpdateData.Packet, SendUpdateData> {
    static final Codec<SendUpdateData, Packet> CODEC = Codec.of(
                    9,
                    CommandNames.SEND_UPDATE_DATA,
                    PacketLayout.of("kvm_sev_send_update_data"),
                    SendUpdateData::write,
                    SendUpdateData::read)
            .answers(SendUpdateData::writeAnswer, SendUpdateData::readAnswer);

    /** Checks the lengths. */
    public SendUpdateData {
        Buffers.requireUnsigned32("guestLength", guestLength);
        Buffers.requirePacketRoom("headerCapacity", headerCapacity);
        Buffers.requirePacketRoom("payloadCapacity", payloadCapacity);
    }

    /** Asks how long the packet of a piece of guest memory is. */
    public static SendUpdateData length(long guestAddress, long guestLength) {
        return new SendUpdateData(guestAddress, guestLength, 0, 0);
    }

    @Override
    public Codec<SendUpdateData, Packet> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.room(PacketLayout.HEADER, headerCapacity);
        out.put(PacketLayout.GUEST_ADDRESS, guestAddress);
        out.put(PacketLayout.GUEST_LENGTH, guestLength);
        out.room(PacketLayout.PAYLOAD, payloadCapacity);
    }

    private static SendUpdateData read(CommandStruct in) {
        SendUpdateData command = new SendUpdateData(
                in.number(PacketLayout.GUEST_ADDRESS),
                in.number(PacketLayout.GUEST_LENGTH),
                in.allocated(PacketLayout.HEADER),
                in.allocated(PacketLayout.PAYLOAD));
        if (!command.asksLength()) {
            PacketLayout.require(in);
        }
        return command;
    }

    // Linux tells lengths to who asks for them. Else it leaves them, and copies out as many bytes as they say.
    private void writeAnswer(Packet answer, CommandStruct out) {
        if (asksLength()) {
            out.answer(PacketLayout.HEADER, answer.header(), true, headerCapacity);
            out.answer(PacketLayout.PAYLOAD, answer.payload(), true, payloadCapacity);
        } else {
            out.fill(PacketLayout.HEADER, answer.header(), headerCapacity);
            out.fill(PacketLayout.PAYLOAD, answer.payload(), payloadCapacity);
        }
    }

    private Packet readAnswer(CommandStruct in) {
        if (asksLength()) {
            return new Packet(
                    in.answered(PacketLayout.HEADER, true, headerCapacity),
                    in.answered(PacketLayout.PAYLOAD, true, payloadCapacity));
        }
        return new Packet(
                in.filled(PacketLayout.HEADER, Math.min(PacketLayout.HEADER_SIZE, headerCapacity)),
                in.filled(PacketLayout.PAYLOAD, (int) Math.min(guestLength, payloadCapacity)));
    }

    @Override
    public boolean asksLength() {
        return headerCapacity == 0 || payloadCapacity == 0;
    }

    // Linux asks the firmware without the guest's range, so its length of the payload may be too short: the
    // ciphertext is as long as the plaintext.
    @Override
    public SendUpdateData withRoomFor(Packet lengths) {
        long payload = Math.max(lengths.payload().length(), guestLength);
        return new SendUpdateData(
                guestAddress,
                guestLength,
                lengths.header().room(name()),
                Blob.ofLength(payload).room(name()));
    }

    /**
     * What RECEIVE_UPDATE_DATA of the other platform takes.
     *
     * @param header the packet header
     * @param payload the ciphertext
     */
    public record Packet(Blob header, Blob payload) {
        /** Checks that both parts are there. */
        public Packet {
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(payload, "payload");
        }
    }
}
