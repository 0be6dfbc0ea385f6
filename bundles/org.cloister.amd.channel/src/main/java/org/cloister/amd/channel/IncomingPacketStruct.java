// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_launch_secret} and {@code struct kvm_sev_receive_update_data}: one layout. */
final class IncomingPacketStruct<C> implements StructCodec.Silent<C> {
    static final IncomingPacketStruct<LaunchSecret> SECRET = new IncomingPacketStruct<>(
            5,
            "LAUNCH_SECRET",
            c -> new Fields(c.header(), c.guestAddress(), c.guestLength(), c.payload()),
            f -> new LaunchSecret(f.header, f.guestAddress, f.guestLength, f.payload));

    static final IncomingPacketStruct<ReceiveUpdateData> RECEIVE = new IncomingPacketStruct<>(
            13,
            "RECEIVE_UPDATE_DATA",
            c -> new Fields(c.header(), c.guestAddress(), c.guestLength(), c.payload()),
            f -> new ReceiveUpdateData(f.header, f.guestAddress, f.guestLength, f.payload));

    private final int id;
    private final String name;
    private final Function<C, Fields> fields;
    private final Function<Fields, C> command;

    private IncomingPacketStruct(int id, String name, Function<C, Fields> fields, Function<Fields, C> command) {
        this.id = id;
        this.name = name;
        this.fields = fields;
        this.command = command;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int size() {
        return PacketLayout.SIZE;
    }

    @Override
    public Bytes encode(C packet, AddressSpace memory) {
        Fields values = fields.apply(packet);
        Buffers buffers = new Buffers(name, memory);
        return Bytes.of(blank().putLong(PacketLayout.HDR_UADDR, buffers.place(values.header))
                .putInt(PacketLayout.HDR_LEN, values.header.length())
                .putLong(PacketLayout.GUEST_UADDR, values.guestAddress)
                .putInt(PacketLayout.GUEST_LEN, (int) values.guestLength)
                .putLong(PacketLayout.TRANS_UADDR, buffers.place(values.payload))
                .putInt(PacketLayout.TRANS_LEN, values.payload.length())
                .array());
    }

    @Override
    public C decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        Buffers buffers = new Buffers(name, memory);
        return command.apply(new Fields(
                buffers.required(in.getLong(PacketLayout.HDR_UADDR), in.getInt(PacketLayout.HDR_LEN)),
                in.getLong(PacketLayout.GUEST_UADDR),
                Integer.toUnsignedLong(in.getInt(PacketLayout.GUEST_LEN)),
                buffers.required(in.getLong(PacketLayout.TRANS_UADDR), in.getInt(PacketLayout.TRANS_LEN))));
    }

    private record Fields(Bytes header, long guestAddress, long guestLength, Bytes payload) {}
}
