// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import org.cloister.api.Bytes;

/**
 * One ioctl of the device. Immutable.
 *
 * @param ioctl which
 * @param request the struct that {@code req_data} points to; of {@code GET_EXT_REPORT} the address of the room for
 *     certificates is put into it at {@link ExtendedReportStruct#CERTS_ADDRESS}
 * @param room for certificates, in bytes; 0 for none
 */
public record DeviceCall(SevGuestIoctl ioctl, Bytes request, int room) {}
