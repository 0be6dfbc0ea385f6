// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.cloister.api.platform.PlatformFacts;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something a guest type can do beyond the launch. Asked for by {@link ConfidentialGuestSupport#capability}; the same
 * rules hold as for the calls of {@link ConfidentialGuestSupport}: no state, a lent machine, a new context.
 */
@ConsumerType
public interface GuestCapability {
    /**
     * Refuses a platform on which guests of this type cannot have it. Called before a launch that needs it, and before
     * each use.
     *
     * @param platform one that carries guests of this type
     * @throws org.cloister.api.CloisterException of kind {@code HOST}; by default every platform will do
     */
    default void requirePlatform(PlatformFacts platform) {}
}
