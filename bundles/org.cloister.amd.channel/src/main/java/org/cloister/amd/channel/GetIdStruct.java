// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.channel.GetId.Sockets;
import org.cloister.api.Bytes;

/** {@code struct sev_user_data_get_id}, which the kernel only writes. */
final class GetIdStruct implements StructCodec<GetId, Sockets> {
    private static final int SOCKET1 = 0;
    private static final int SOCKET2 = 64;

    @Override
    public int id() {
        return 7;
    }

    @Override
    public int size() {
        return 128;
    }

    @Override
    public Bytes encode(GetId command, AddressSpace memory) {
        return Bytes.of(blank().array());
    }

    @Override
    public GetId decode(Bytes struct, AddressSpace memory) {
        return new GetId();
    }

    @Override
    public Bytes encodeAnswer(GetId command, Sockets answer, Bytes struct, AddressSpace memory) {
        return Bytes.of(blank().put(SOCKET1, answer.first().toArray())
                .put(SOCKET2, answer.second().toArray())
                .array());
    }

    @Override
    public Sockets decodeAnswer(GetId command, Bytes struct, AddressSpace memory) {
        return new Sockets(struct.slice(SOCKET1, Sockets.SIZE), struct.slice(SOCKET2, Sockets.SIZE));
    }
}
