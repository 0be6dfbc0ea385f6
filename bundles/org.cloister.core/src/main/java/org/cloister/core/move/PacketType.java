// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.guest.GuestTransfer;

/** The kinds of packets, in the order in which they come. */
public enum PacketType {
    /** What the guest is like: a {@link MovedGuest}. */
    GUEST(1, 16 << 20),
    /** The type's packet that sending begins with. */
    START(2, GuestTransfer.MOST_PACKET),
    /** The type's packet of private pages. */
    PRIVATE(3, GuestTransfer.MOST_PACKET),
    /** Pages that host and guest share, as they are. */
    SHARED(4, GuestTransfer.MOST_MEMORY),
    /** The type's packet of a processor, whose number stands for the address. */
    VCPU(5, GuestTransfer.MOST_PACKET),
    /**
     * The registers that a processor goes on with, where its type has no packet for them and they are not those that it
     * began with: {@link ProcessorRegisters}. Its number stands for the address. From form 2 of the stream on.
     */
    REGISTERS(8, 1 << 20),
    /** Which pages are private: a {@link VisibilityMap}. */
    VISIBILITY(6, 1 << 20),
    /** The last one. */
    END(7, 0);

    /** The first form of the stream, and the one that is written. */
    static final int FIRST_FORM = 1;

    static final int FORM = 2;

    private final int code;
    private final int most;

    PacketType(int code, int most) {
        this.code = code;
        this.most = most;
    }

    int code() {
        return code;
    }

    /** The most bytes that it carries. */
    int most() {
        return most;
    }

    /** The kind of a code in a form of the stream. */
    static Optional<PacketType> of(int code, int form) {
        return Arrays.stream(values())
                .filter(kind -> kind.code == code && (kind != REGISTERS || form > FIRST_FORM))
                .findFirst();
    }
}
