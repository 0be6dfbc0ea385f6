// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.host;

import java.util.List;
import org.cloister.api.GuestType;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Judges whether a host can launch guests of a type. A service; vendors add theirs. It only judges: what there is to
 * see comes from {@link HostFacts}, so the same probe works on a captured host.
 *
 * <p>Stateless; safe for use by several threads.
 */
@ConsumerType
public interface CapabilityProbe {
    /** The types it can judge. */
    List<GuestType> types();

    /**
     * The checks for a type, in the order in which an operator would look.
     *
     * @param type one of {@link #types()}
     * @return never empty; the host can launch the type when every required check passed
     */
    List<Check> probe(GuestType type, HostFacts facts);
}
