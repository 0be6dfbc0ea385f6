// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.PlatformFacts;

/** Whether a platform can launch the SNP guest of a request, by the platform's facts. */
public final class SnpEligibility {
    private static final String FEATURE = "sev-snp";

    private SnpEligibility() {}

    /**
     * Every reason against it, or the platform's remark.
     *
     * @throws org.cloister.api.CloisterException as {@link SnpProperties#of}
     */
    public static Eligibility judge(PlatformFacts platform, GuestRequest request) {
        List<String> obstacles = new ArrayList<>();
        if (!platform.offers(FEATURE)) {
            obstacles.add(platform.whyNot(FEATURE));
        }
        above("vCPUs", request.vcpus(), platform.number("max-vcpus"), obstacles);
        above("bytes of memory", request.memory(), platform.number("max-memory"), obstacles);
        SnpProperties properties = SnpProperties.of(request);
        differs("cbitpos", properties.cbitpos(), platform.number("cbit"), obstacles);
        differs("reduced-phys-bits", properties.reducedPhysBits(), platform.number("reduced-phys-bits"), obstacles);
        unsupported(properties.guestFeatures(), platform.number("vmsa-features"), obstacles);
        obstacles.addAll(SnpPolicyObstacles.of(properties.policy(), platform));
        return obstacles.isEmpty() ? Eligibility.yes(platform.features().get(FEATURE)) : Eligibility.no(obstacles);
    }

    private static void above(String what, long wanted, OptionalLong limit, List<String> obstacles) {
        if (limit.isPresent() && wanted > limit.getAsLong()) {
            obstacles.add(wanted + " " + what + " are above this platform's limit of " + limit.getAsLong());
        }
    }

    /** Bit 0 says that SNP is active; platforms set it themselves and leave it out of their mask. */
    private static void unsupported(long features, OptionalLong mask, List<String> obstacles) {
        long beyond = features & ~1L & ~mask.orElse(-1L);
        if (beyond != 0) {
            obstacles.add("guest features 0x" + Long.toHexString(beyond) + " are beyond those of this platform, 0x"
                    + Long.toHexString(mask.getAsLong() | 1));
        }
    }

    /** A C-bit that is not the host's would leave the guest's page tables without encryption. */
    private static void differs(
            String property, Optional<Integer> wanted, OptionalLong actual, List<String> obstacles) {
        if (wanted.isPresent() && actual.isPresent() && wanted.get() != actual.getAsLong()) {
            obstacles.add(
                    property + "=" + wanted.get() + " does not fit this platform, which has " + actual.getAsLong());
        }
    }
}
