// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;

/** {@code struct sev_user_data_pek_csr} and {@code struct sev_user_data_get_id2}, packed: address and length. */
final class AddressedBlobStruct<C extends PlatformCommand<Blob>> implements StructCodec<C, Blob> {
    static final AddressedBlobStruct<PekCsr> PEK_CSR = new AddressedBlobStruct<>(PekCsr::capacity, PekCsr::new);
    static final AddressedBlobStruct<GetId2> GET_ID2 = new AddressedBlobStruct<>(GetId2::capacity, GetId2::new);

    private static final int ADDRESS = 0;
    private static final int LENGTH = 8;

    private final ToIntFunction<C> capacity;
    private final IntFunction<C> command;
    private final C query;

    private AddressedBlobStruct(ToIntFunction<C> capacity, IntFunction<C> command) {
        this.capacity = capacity;
        this.command = command;
        query = command.apply(0);
    }

    @Override
    public int id() {
        return query.id();
    }

    @Override
    public int size() {
        return 12;
    }

    @Override
    public Bytes encode(C fetch, AddressSpace memory) {
        int room = capacity.applyAsInt(fetch);
        return Bytes.of(blank().putLong(ADDRESS, buffers(memory).room(room))
                .putInt(LENGTH, room)
                .array());
    }

    // Without an address the driver asks for the length, whatever the length says.
    @Override
    public C decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        long address = in.getLong(ADDRESS);
        return address == 0 ? query : command.apply(buffers(memory).capacity(address, in.getInt(LENGTH), Errno.EFAULT));
    }

    @Override
    public Bytes encodeAnswer(C fetch, Blob answer, Bytes struct, AddressSpace memory) {
        ByteBuffer out = StructCodec.copy(struct);
        int length =
                buffers(memory).answer(out.getLong(ADDRESS), answer, fetch.asksLength(), capacity.applyAsInt(fetch));
        return Bytes.of(out.putInt(LENGTH, length).array());
    }

    @Override
    public Blob decodeAnswer(C fetch, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return buffers(memory)
                .answered(in.getLong(ADDRESS), in.getInt(LENGTH), fetch.asksLength(), capacity.applyAsInt(fetch));
    }

    private Buffers buffers(AddressSpace memory) {
        return new Buffers(query.name(), memory);
    }
}
