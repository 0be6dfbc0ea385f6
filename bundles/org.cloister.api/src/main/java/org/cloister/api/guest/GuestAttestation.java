// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.PlatformFacts;
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
     * @param reportData what the report repeats, a nonce or a key's digest, as the caller gave it: nothing is cut off
     *     or filled up. How long it may be is for the type to document, and to refuse as {@code INPUT}. Without any
     *     byte when the caller has none: the report then repeats zeros, unless the type refuses that too
     * @return the report and the certificates that belong to it
     */
    Evidence attest(LaunchContext context, Bytes reportData, Machine machine);

    /**
     * Refuses a platform that does not offer {@link PlatformFacts#GUEST_REQUESTS}.
     *
     * @throws org.cloister.api.CloisterException {@code attest.inside} with the platform's reason
     */
    @Override
    default void requirePlatform(PlatformFacts platform) {
        if (!platform.offers(PlatformFacts.GUEST_REQUESTS)) {
            throw Problem.host(
                            ProblemCodes.ATTEST_INSIDE, "on this platform only the guest itself can ask for its report")
                    .found(platform.vmm() + ", " + platform.trust())
                    .remedy(platform.whyNot(PlatformFacts.GUEST_REQUESTS))
                    .exception();
        }
    }
}
