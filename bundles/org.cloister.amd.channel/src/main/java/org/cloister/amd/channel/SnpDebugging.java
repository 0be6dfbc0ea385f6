// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Debugging of an SEV-SNP guest by the firmware's SNP_DBG_DECRYPT and SNP_DBG_ENCRYPT (SEV-SNP firmware ABI, 56860),
 * where the guest's policy allows it. Software platforms offer it; Linux has no call for these commands.
 *
 * @since 1.1
 */
@ConsumerType
public interface SnpDebugging {
    /**
     * The plaintext of a run of the guest's private memory, of any alignment.
     *
     * @param gpa its first guest-physical address
     * @param length bytes, at least 1
     * @throws SevCommandException {@code POLICY_FAILURE} when the policy forbids debugging, {@code INVALID_GUEST_STATE}
     *     before the launch was started, {@code INVALID_PAGE_STATE} where a page is not the guest's
     */
    Bytes debugDecrypt(long gpa, int length);

    /**
     * Changes a run of the guest's private memory, of any alignment, so that the guest reads this there. Where it is
     * refused nothing was changed.
     *
     * @param gpa its first guest-physical address
     * @param plaintext at least 1 byte
     * @throws SevCommandException as {@link #debugDecrypt}
     */
    void debugEncrypt(long gpa, Bytes plaintext);
}
