// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import java.util.List;
import org.cloister.amd.struct.Layout;
import org.cloister.api.Bytes;

/**
 * MSG_TSC_INFO_REQ (SEV-SNP firmware ABI, 56860, "TSC Info"): nothing but zeros. Any bytes can be read. Immutable.
 *
 * @param raw all 128 bytes
 */
public record TscInfoRequest(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0x80;

    private static final Layout LAYOUT = new Layout("a TSC information request", SIZE, List.of());

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code tsc-request.length}
     */
    public TscInfoRequest {
        LAYOUT.requireSize(raw.length(), MessageCodes.TSC_REQUEST_LENGTH, "MSG_TSC_INFO_REQ");
    }

    /** A request. */
    public static TscInfoRequest of() {
        return new TscInfoRequest(Bytes.of(new byte[SIZE]));
    }

    /** Whether every byte is zero, as it has to be. */
    public boolean valid() {
        return raw.isZero();
    }
}
