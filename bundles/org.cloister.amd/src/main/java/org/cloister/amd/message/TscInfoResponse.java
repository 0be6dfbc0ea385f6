// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import static org.cloister.amd.struct.Notation.HEX;
import static org.cloister.amd.struct.Notation.NUMBER;

import java.util.List;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;

/**
 * MSG_TSC_INFO_RSP (SEV-SNP firmware ABI, 56860, "TSC Info"): how the guest's secure clock runs. Immutable.
 *
 * @param raw all 128 bytes
 */
public record TscInfoResponse(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0x80;

    private static final Slot STATUS = new Slot("status", 0x00, 4, HEX, "0, or why there is no answer");
    private static final Slot SCALE = new Slot("guest_tsc_scale", 0x08, 8, HEX, "factor, 32 bits behind the point");
    private static final Slot OFFSET = new Slot("guest_tsc_offset", 0x10, 8, HEX, "what is added to the clock");
    private static final Slot FACTOR =
            new Slot("tsc_factor", 0x18, 4, NUMBER, "how much slower the clock is than stated, in 1/100000");
    private static final Layout LAYOUT =
            new Layout("a TSC information response", SIZE, List.of(STATUS, SCALE, OFFSET, FACTOR));

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code tsc-response.length}
     */
    public TscInfoResponse {
        LAYOUT.requireSize(raw.length(), MessageCodes.TSC_RESPONSE_LENGTH, "MSG_TSC_INFO_RSP");
    }

    /**
     * A response.
     *
     * @param status a firmware status
     * @param scale GUEST_TSC_SCALE: 8 bits before and 32 behind the binary point
     * @param offset GUEST_TSC_OFFSET
     * @param factor TSC_FACTOR, unsigned 32 bits
     */
    public static TscInfoResponse of(int status, long scale, long offset, int factor) {
        byte[] raw = new byte[SIZE];
        STATUS.put(raw, Integer.toUnsignedLong(status));
        SCALE.put(raw, scale);
        OFFSET.put(raw, offset);
        FACTOR.put(raw, Integer.toUnsignedLong(factor));
        return new TscInfoResponse(Bytes.of(raw));
    }

    /** A firmware status: 0, or 0x16 for a request that is not valid. */
    public int status() {
        return (int) STATUS.number(raw);
    }

    /** GUEST_TSC_SCALE: 8 bits before and 32 behind the binary point; 0 without a secure clock. */
    public long scale() {
        return SCALE.number(raw);
    }

    /** GUEST_TSC_OFFSET. */
    public long offset() {
        return OFFSET.number(raw);
    }

    /** TSC_FACTOR: by how many 1/100000 the clock is slower than its nominal frequency. */
    public int factor() {
        return (int) FACTOR.number(raw);
    }

    /** Reserved bytes that are not zero. */
    public List<Violation> violations() {
        return LAYOUT.violations(raw, 0);
    }
}
