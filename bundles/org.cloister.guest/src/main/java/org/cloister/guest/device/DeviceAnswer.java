// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import org.cloister.api.Bytes;

/**
 * The result of an ioctl.
 *
 * @param errno the error number; 0 when it succeeded
 * @param exitInfo2 what the kernel wrote: the firmware's status in bits 31:0, the hypervisor's error in bits 63:32
 * @param request the struct behind {@code req_data} as the kernel left it
 * @param response the struct behind {@code resp_data}; the receiver wipes it
 * @param certificates what is in the room for certificates
 */
public record DeviceAnswer(int errno, long exitInfo2, Bytes request, byte[] response, Bytes certificates) {
    /** A call that did not get as far as the driver. */
    public static DeviceAnswer failed(int errno, Bytes request) {
        return new DeviceAnswer(errno, 0, request, new byte[0], Bytes.EMPTY);
    }
}
