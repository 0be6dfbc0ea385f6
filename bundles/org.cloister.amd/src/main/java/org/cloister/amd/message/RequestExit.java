// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import org.cloister.api.Bytes;

/**
 * How a guest's request came back (guest-hypervisor communication block standardization, 56421, SW_EXITINFO2 of an "SNP
 * Guest Request"). Immutable.
 *
 * @param exitInfo2 0 when there is a response; else the firmware's status in bits 31:0 and the hypervisor's error in
 *     bits 63:32
 * @param response 4096 bytes that begin with a sealed message; empty when there is none
 * @param certificates a GHCB certificate table; empty when none was asked for
 * @param pages how many pages the certificates need, when there was not enough room; else 0
 */
public record RequestExit(long exitInfo2, Bytes response, Bytes certificates, int pages) {
    /** The hypervisor's error: there is not enough room for the certificates. */
    public static final int LENGTH = 1;

    /** The hypervisor's error: it is busy, and the guest repeats the request. */
    public static final int BUSY = 2;

    /** There is a response. */
    public static RequestExit answered(Bytes response, Bytes certificates) {
        return new RequestExit(0, response, certificates, 0);
    }

    /** The firmware refused, and there is no response. */
    public static RequestExit refused(int firmwareStatus) {
        return new RequestExit(Integer.toUnsignedLong(firmwareStatus), Bytes.EMPTY, Bytes.EMPTY, 0);
    }

    /** The certificates need more room; the firmware was not asked. */
    public static RequestExit tooSmall(int pages) {
        return new RequestExit((long) LENGTH << 32, Bytes.EMPTY, Bytes.EMPTY, pages);
    }

    /** The hypervisor is busy; the firmware was not asked. */
    public static RequestExit busy() {
        return new RequestExit((long) BUSY << 32, Bytes.EMPTY, Bytes.EMPTY, 0);
    }

    /** The firmware's status, unsigned 32 bits. */
    public int firmwareStatus() {
        return (int) exitInfo2;
    }

    /** The hypervisor's error: 0, {@link #LENGTH}, {@link #BUSY} or another. */
    public int vmmError() {
        return (int) (exitInfo2 >>> 32);
    }
}
