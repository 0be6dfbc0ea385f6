// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.cloister.amd.channel.PacketLayout.GUEST_LEN;
import static org.cloister.amd.channel.PacketLayout.GUEST_UADDR;
import static org.cloister.amd.channel.PacketLayout.HDR_LEN;
import static org.cloister.amd.channel.PacketLayout.HDR_UADDR;
import static org.cloister.amd.channel.PacketLayout.TRANS_LEN;
import static org.cloister.amd.channel.PacketLayout.TRANS_UADDR;

import java.nio.ByteBuffer;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_send_update_data}. */
final class SendUpdateDataStruct implements StructCodec<SendUpdateData, SendUpdateData.Packet> {
    @Override
    public int id() {
        return 9;
    }

    @Override
    public int size() {
        return PacketLayout.SIZE;
    }

    @Override
    public Bytes encode(SendUpdateData command, AddressSpace memory) {
        Buffers buffers = buffers(memory);
        return Bytes.of(blank().putLong(HDR_UADDR, buffers.room(command.headerCapacity()))
                .putInt(HDR_LEN, command.headerCapacity())
                .putLong(GUEST_UADDR, command.guestAddress())
                .putInt(GUEST_LEN, (int) command.guestLength())
                .putLong(TRANS_UADDR, buffers.room(command.payloadCapacity()))
                .putInt(TRANS_LEN, command.payloadCapacity())
                .array());
    }

    @Override
    public SendUpdateData decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        Buffers buffers = buffers(memory);
        return new SendUpdateData(
                in.getLong(GUEST_UADDR),
                Integer.toUnsignedLong(in.getInt(GUEST_LEN)),
                buffers.capacity(in.getLong(HDR_UADDR), in.getInt(HDR_LEN), Errno.EINVAL),
                buffers.capacity(in.getLong(TRANS_UADDR), in.getInt(TRANS_LEN), Errno.EINVAL));
    }

    @Override
    public Bytes encodeAnswer(SendUpdateData command, SendUpdateData.Packet answer, Bytes struct, AddressSpace memory) {
        ByteBuffer out = StructCodec.copy(struct);
        Buffers buffers = buffers(memory);
        boolean asks = command.asksLength();
        int header = buffers.answer(out.getLong(HDR_UADDR), answer.header(), asks, command.headerCapacity());
        int payload = buffers.answer(out.getLong(TRANS_UADDR), answer.payload(), asks, command.payloadCapacity());
        return Bytes.of(out.putInt(HDR_LEN, header).putInt(TRANS_LEN, payload).array());
    }

    @Override
    public SendUpdateData.Packet decodeAnswer(SendUpdateData command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        Buffers buffers = buffers(memory);
        boolean asks = command.asksLength();
        return new SendUpdateData.Packet(
                buffers.answered(in.getLong(HDR_UADDR), in.getInt(HDR_LEN), asks, command.headerCapacity()),
                buffers.answered(in.getLong(TRANS_UADDR), in.getInt(TRANS_LEN), asks, command.payloadCapacity()));
    }

    private static Buffers buffers(AddressSpace memory) {
        return new Buffers("SEND_UPDATE_DATA", memory);
    }
}
