// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

/**
 * The ioctls of the device (Linux, include/uapi/linux/sev-guest.h): {@code _IOWR('S', n, struct
 * snp_guest_request_ioctl)}.
 */
public enum SevGuestIoctl {
    /** {@code SNP_GET_REPORT}. */
    GET_REPORT(0xC0205300L, 96, 4000),
    /** {@code SNP_GET_DERIVED_KEY}. */
    GET_DERIVED_KEY(0xC0205301L, 32, 64),
    /** {@code SNP_GET_EXT_REPORT}. */
    GET_EXT_REPORT(0xC0205302L, ExtendedReportStruct.SIZE, 4000);

    private final long number;
    private final int request;
    private final int response;

    SevGuestIoctl(long number, int request, int response) {
        this.number = number;
        this.request = request;
        this.response = response;
    }

    /** The ioctl's number, unsigned 32 bits. */
    public long number() {
        return number;
    }

    /** Bytes of the struct that {@code req_data} points to. */
    public int request() {
        return request;
    }

    /** Bytes of the struct that {@code resp_data} points to. */
    public int response() {
        return response;
    }
}
