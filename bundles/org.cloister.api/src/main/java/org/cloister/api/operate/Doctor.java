// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Says why something is not active, down to the first cause. A service, one for each framework. Safe for use by several
 * threads.
 */
@ProviderType
public interface Doctor {
    /** All parts of the platform, those that are not healthy first. */
    List<Diagnosis> examine();

    /** Whether a guest type is there, or some bundle is known that would bring it, installed or not. */
    boolean knows(GuestType type);

    /**
     * Why a guest type is not there: which bundle would bring it, whether it is installed, why it is not active.
     *
     * @return empty when the type is there
     * @throws org.cloister.api.CloisterException {@code type.unknown} for a type that it does not {@linkplain #knows
     *     know}
     */
    Optional<Diagnosis> whyMissing(GuestType type);
}
