// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.osgi.annotation.versioning.ConsumerType;

/** The guest can be restarted: it is launched again in a fresh machine. */
@ConsumerType
public interface GuestReset extends GuestCapability {
    /**
     * The request that launches the same guest again. It is asked for while the guest is still there, whose launch may
     * have been begun by another version of the type.
     *
     * @param context the context of the guest that is to end
     * @return a request with the same launch digest
     * @throws org.cloister.api.CloisterException when the context does not contain it; the guest stays as it is
     */
    GuestRequest reset(LaunchContext context);
}
