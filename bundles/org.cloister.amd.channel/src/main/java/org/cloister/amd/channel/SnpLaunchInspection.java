// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A look at the launch digest inside the secure processor. Software platforms offer it; hardware gives the digest only
 * to the guest, in an attestation report.
 */
@ConsumerType
public interface SnpLaunchInspection {
    /**
     * The launch digest as it stands, 48 bytes.
     *
     * @throws SevCommandException before the launch was started
     */
    Bytes launchDigest();
}
