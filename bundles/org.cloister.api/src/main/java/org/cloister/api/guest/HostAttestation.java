// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/** The host can ask the secure processor for a signed report on the guest. */
@ConsumerType
public interface HostAttestation extends GuestCapability {
    /**
     * A report in the secure processor's layout.
     *
     * @param nonce what makes it fresh; the type states its length
     */
    Bytes report(LaunchContext context, Bytes nonce, Machine machine);
}
