// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.cloister.guest.GuestCodes;

/**
 * {@code struct snp_guest_request_ioctl}: version of the message at 0, pointers at 8 and 16, its result at 24.
 * Immutable.
 *
 * @param version of the message, unsigned 8 bits
 * @param request address of the request
 * @param response address of the response
 * @param exitInfo2 the firmware's status in bits 31:0, the hypervisor's error in bits 63:32
 */
public record RequestStruct(int version, long request, long response, long exitInfo2) {
    /** Bytes that it takes. */
    public static final int SIZE = 32;

    private static final Slot VERSION = Slot.number("msg_version", 0, 1);
    private static final Slot REQUEST = Slot.hex("req_data", 8, 8);
    private static final Slot RESPONSE = Slot.hex("resp_data", 16, 8);
    private static final Slot EXIT_INFO = Slot.hex("exitinfo2", 24, 8);

    /** Its fields under the kernel's names. */
    public static final Layout LAYOUT =
            Layout.of("snp_guest_request_ioctl", SIZE, VERSION, REQUEST, RESPONSE, EXIT_INFO);

    /** As the kernel reads it. */
    public Bytes encode() {
        byte[] raw = new byte[SIZE];
        VERSION.put(raw, version & 0xff);
        REQUEST.put(raw, request);
        RESPONSE.put(raw, response);
        EXIT_INFO.put(raw, exitInfo2);
        return Bytes.of(raw);
    }

    /**
     * As the kernel wrote it.
     *
     * @throws org.cloister.api.CloisterException {@code guest-struct.length}
     */
    public static RequestStruct decode(Bytes raw) {
        LAYOUT.requireSize(raw.length(), GuestCodes.GUEST_STRUCT_LENGTH, LAYOUT.kind());
        return new RequestStruct(
                (int) VERSION.number(raw), REQUEST.number(raw), RESPONSE.number(raw), EXIT_INFO.number(raw));
    }
}
