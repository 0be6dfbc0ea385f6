// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

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
    /** Which pages are private: a {@link VisibilityMap}. */
    VISIBILITY(6, 1 << 20),
    /** The last one. */
    END(7, 0);

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

    static Optional<PacketType> of(int code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }
}
