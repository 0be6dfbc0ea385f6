// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code SEV_GET_ID} (7): the identities of two sockets; superseded by GET_ID2. Firmware of API 0.16 or newer.
 *
 * <pre>{@code
 * Bytes first = channel.execute(new GetId()).first();
 * }</pre>
 */
public record GetId() implements PlatformCommand<GetId.Sockets> {
    private static final Slot FIRST = Slot.bytes("socket1", 0, Sockets.SIZE);
    private static final Slot SECOND = Slot.bytes("socket2", 64, Sockets.SIZE);

    static final Codec<GetId, Sockets> CODEC = Codec.of(
                    7, CommandNames.GET_ID, Layout.of("sev_user_data_get_id", 128, FIRST, SECOND), new GetId())
            .answers(
                    (c, sockets, out) -> sockets.write(out), (c, in) -> new Sockets(in.bytes(FIRST), in.bytes(SECOND)));

    @Override
    public Codec<GetId, Sockets> codec() {
        return CODEC;
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.READ;
    }

    /**
     * The identities of two sockets.
     *
     * @param first 64 bytes
     * @param second 64 bytes, zeros where there is one socket
     */
    public record Sockets(Bytes first, Bytes second) {
        /** Bytes of an identity. */
        public static final int SIZE = 64;

        /** Checks both lengths. */
        public Sockets {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
            if (first.length() != SIZE || second.length() != SIZE) {
                throw new IllegalArgumentException("an identity has " + SIZE + " bytes");
            }
        }

        private void write(CommandStruct out) {
            out.put(FIRST, first);
            out.put(SECOND, second);
        }
    }
}
