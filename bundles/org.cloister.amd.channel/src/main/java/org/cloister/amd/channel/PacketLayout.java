// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Numbers;

/** The layout that launch_secret, send_update_data and receive_update_data share in {@code asm/kvm.h}. */
final class PacketLayout {
    static final Pointer HEADER = Pointer.of("hdr_uaddr", 0, "hdr_len", 8);
    static final Slot GUEST_ADDRESS = Slot.hex("guest_uaddr", 16, 8);
    static final Slot GUEST_LENGTH = Slot.number("guest_len", 24, 4);
    static final Pointer PAYLOAD = Pointer.of("trans_uaddr", 32, "trans_len", 40);

    /** Bytes of a packet header (SEV API, 55766, "Data Transport"). */
    static final int HEADER_SIZE = 52;

    private PacketLayout() {}

    /** Refuses what lacks one of the three ranges, before any of them is read. */
    static void require(CommandStruct in) {
        if (in.number(GUEST_ADDRESS) == 0 || in.number(GUEST_LENGTH) == 0) {
            throw in.invalid("guest memory of " + in.number(GUEST_LENGTH) + " bytes at "
                    + Numbers.hex(in.number(GUEST_ADDRESS)));
        }
        in.require(HEADER, PAYLOAD);
    }

    /** The layout under one of its names. */
    static Layout of(String struct) {
        return Layout.of(struct, 48, HEADER, GUEST_ADDRESS, GUEST_LENGTH, PAYLOAD);
    }
}
