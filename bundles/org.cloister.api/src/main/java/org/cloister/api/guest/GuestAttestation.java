// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A guest of this type asks for its report itself, and the host can make it ask where the platform runs the guest's
 * side too.
 */
@ConsumerType
public interface GuestAttestation extends GuestCapability {
    /**
     * A report that the guest asked for.
     *
     * @param reportData what the report repeats, a nonce or a key's digest; the type states its length
     * @return the report and the certificates that belong to it
     * @throws org.cloister.api.CloisterException {@code attest.inside} of kind {@code HOST} where only the guest itself
     *     can ask
     */
    Evidence attest(LaunchContext context, Bytes reportData, Machine machine);
}
