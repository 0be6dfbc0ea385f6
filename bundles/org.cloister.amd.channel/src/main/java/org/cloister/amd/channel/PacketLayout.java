// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;

/** The layout that launch_secret, send_update_data and receive_update_data share in {@code asm/kvm.h}. */
final class PacketLayout {
    static final Pointer HEADER = Pointer.of("hdr_uaddr", 0, "hdr_len", 8);
    static final Slot GUEST_ADDRESS = Slot.hex("guest_uaddr", 16, 8);
    static final Slot GUEST_LENGTH = Slot.number("guest_len", 24, 4);
    static final Pointer PAYLOAD = Pointer.of("trans_uaddr", 32, "trans_len", 40);

    private PacketLayout() {}

    /** The layout under one of its names. */
    static Layout of(String struct) {
        return Layout.of(struct, 48, HEADER, GUEST_ADDRESS, GUEST_LENGTH, PAYLOAD);
    }
}
