// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The hypervisor's part of a guest's requests to the firmware: it carries sealed messages and can open none
 * (guest-hypervisor communication block standardization, 56421, "SNP Guest Request" and "SNP Extended Guest Request").
 * Software platforms offer it by {@code VirtualMachine.adapt(GuestRequests.class)}; on hardware the guest's own kernel
 * makes these calls.
 *
 * <p>Safe for use by several threads; the requests of one machine are carried out one after the other.
 */
@ConsumerType
public interface GuestRequests {
    /**
     * SNP Guest Request.
     *
     * @param page 4096 bytes that begin with a sealed message
     * @return what the guest gets, a refusal too
     * @throws org.cloister.api.CloisterException {@code request.page} when it is not a page
     */
    RequestExit request(Bytes page);

    /**
     * SNP Extended Guest Request: the same, and the certificates that belong to the platform's reports. Where there is
     * not enough room for those, the firmware is not asked.
     *
     * @param page 4096 bytes that begin with a sealed message
     * @param pages room for certificates, in pages of 4096 bytes, 0 or more
     * @return what the guest gets, a refusal too
     * @throws org.cloister.api.CloisterException {@code request.page}
     */
    RequestExit extended(Bytes page, int pages);
}
