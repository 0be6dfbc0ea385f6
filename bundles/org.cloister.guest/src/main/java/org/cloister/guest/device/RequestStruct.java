// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

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

    private static final int REQUEST_AT = 8;
    private static final int RESPONSE_AT = 16;
    private static final int EXIT_INFO_AT = 24;

    /** As the kernel reads it. */
    public Bytes encode() {
        byte[] raw = new byte[SIZE];
        ByteBuffer.wrap(raw)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) version)
                .putLong(REQUEST_AT, request)
                .putLong(RESPONSE_AT, response)
                .putLong(EXIT_INFO_AT, exitInfo2);
        return Bytes.of(raw);
    }

    /**
     * As the kernel wrote it.
     *
     * @throws org.cloister.api.CloisterException {@code guest-struct.length}
     */
    public static RequestStruct decode(Bytes raw) {
        if (raw.length() != SIZE) {
            throw Problem.input("guest-struct.length", "this is not as long as the struct is")
                    .at("snp_guest_request_ioctl")
                    .found(raw.length() + " bytes")
                    .expected(SIZE + " bytes")
                    .exception();
        }
        ByteBuffer in = raw.buffer();
        return new RequestStruct(raw.at(0), in.getLong(REQUEST_AT), in.getLong(RESPONSE_AT), in.getLong(EXIT_INFO_AT));
    }
}
