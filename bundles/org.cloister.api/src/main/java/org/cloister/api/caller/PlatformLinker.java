// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Connects to other running platforms, at the caller's side.
 *
 * @since 1.2
 */
@ConsumerType
public interface PlatformLinker {
    /** Who connects to nobody. */
    PlatformLinker NONE = place -> {
        throw new IllegalArgumentException("this caller connects to no other platform");
    };

    /**
     * Connects, and has the other platform receive.
     *
     * @param place as it stands on the command line, {@code unix:PATH}
     * @throws org.cloister.api.CloisterException when there is no platform
     */
    PlatformLink connect(String place);
}
