// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/** The layout that launch_secret, send_update_data and receive_update_data share in {@code asm/kvm.h}. */
final class PacketLayout {
    static final int SIZE = 48;
    static final int HDR_UADDR = 0;
    static final int HDR_LEN = 8;
    static final int GUEST_UADDR = 16;
    static final int GUEST_LEN = 24;
    static final int TRANS_UADDR = 32;
    static final int TRANS_LEN = 40;

    private PacketLayout() {}
}
