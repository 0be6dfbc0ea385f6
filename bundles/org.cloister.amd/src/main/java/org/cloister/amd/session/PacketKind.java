// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

/**
 * What a transport packet carries; the first byte of what is authenticated says it (SEV API, 55766, "Data Transport").
 */
public enum PacketKind {
    /** LAUNCH_SECRET: data from the owner. */
    SECRET(0x01),
    /** SEND_UPDATE_DATA: memory from another platform. Nothing else is authenticated with it. */
    DATA(Codes.SENT),
    /**
     * SEND_UPDATE_VMSA: a processor's state from another platform. Nothing else is authenticated with it. Its byte is
     * that of memory, so that a packet of the one kind is one of the other, too.
     */
    VMSA(Codes.SENT);

    private final int code;

    PacketKind(int code) {
        this.code = code;
    }

    /** The byte that stands for it. */
    public int code() {
        return code;
    }

    private static final class Codes {
        // The API's text numbers VMSAs 0x03; AMD's published firmware (sev_mcmd.c, sev_mcmd_send_update) has one byte
        // for both. Nobody here has a packet of hardware's: the firmware is followed.
        static final int SENT = 0x02;
    }
}
