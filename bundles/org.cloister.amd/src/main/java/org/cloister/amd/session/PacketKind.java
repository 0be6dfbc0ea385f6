// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

/**
 * What a transport packet carries; the first byte of what is authenticated says it (SEV API, 55766, "Data Transport").
 */
public enum PacketKind {
    /** LAUNCH_SECRET: data from the owner. */
    SECRET(0x01),
    /** SEND_UPDATE_DATA: memory from another platform. What else is authenticated with it is unverified. */
    DATA(0x02),
    /**
     * SEND_UPDATE_VMSA: a processor's state from another platform. What else is authenticated with it is unverified.
     */
    VMSA(0x03);

    private final int code;

    PacketKind(int code) {
        this.code = code;
    }

    /** The byte that stands for it. */
    public int code() {
        return code;
    }
}
