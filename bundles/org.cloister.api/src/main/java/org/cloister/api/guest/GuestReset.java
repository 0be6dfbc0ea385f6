package org.cloister.api.guest;

import org.osgi.annotation.versioning.ConsumerType;

/** The guest can be started again by launching it anew in a fresh machine. */
@ConsumerType
public interface GuestReset extends GuestCapability {
    /**
     * What the new launch begins with.
     *
     * @param context the context of the guest that ended
     * @return the request to launch again, and in the context whatever must be carried over
     */
    Outcome<GuestRequest> reset(LaunchContext context);
}
