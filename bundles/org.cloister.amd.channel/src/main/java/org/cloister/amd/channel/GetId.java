// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.api.Bytes;

/** {@code SEV_GET_ID} (7): the identities of two sockets; superseded by GET_ID2. Firmware of API 0.16 or newer. */
public record GetId() implements PlatformCommand<GetId.Sockets> {
    @Override
    public int id() {
        return 7;
    }

    @Override
    public String name() {
        return "GET_ID";
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
    }
}
