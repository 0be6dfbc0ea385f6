// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Doctor;
import org.osgi.framework.Bundle;

/** What the rest of core asks a doctor, so that a launch, a swap and an operator get the same words. */
public interface CoreDoctor extends Doctor {
    /**
     * Why no platform of a trust can be asked: which bundle would bring one, and why that is not active.
     *
     * @return empty when one is there
     */
    Optional<Diagnosis> whyNoPlatform(Trust trust);

    /** Why no platform that is there knows a guest type; empty when one does. */
    Optional<Diagnosis> whyNoPlatformFor(GuestType type);

    /**
     * The bundles that say they bring a guest type, would be preferred to the one that does, and do not.
     *
     * @param there the numbers of the bundles whose backends are there
     * @param ranking that of the backend that serves
     */
    List<Diagnosis> passedOver(GuestType type, Set<Long> there, int ranking);

    /** Why a bundle that was started brings no guest type. */
    Diagnosis whyNoBackend(Bundle bundle);
}
