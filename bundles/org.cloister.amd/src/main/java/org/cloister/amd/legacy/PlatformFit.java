// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.launch.SevProperties;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.PlatformFacts;

/** Whether a platform can serve a request, by the platform's facts. */
final class PlatformFit {
    private final PlatformFacts platform;
    private final List<String> obstacles = new ArrayList<>();

    private PlatformFit(PlatformFacts platform) {
        this.platform = platform;
    }

    static Eligibility judge(GuestType type, PlatformFacts platform, GuestRequest request) {
        return new PlatformFit(platform).judge(type, request, SevProperties.of(type, request));
    }

    private Eligibility judge(GuestType type, GuestRequest request, SevProperties properties) {
        if (!platform.offers(type.name())) {
            obstacles.add(platform.whyNot(type.name()));
        }
        within("vCPUs", request.vcpus(), "max-vcpus");
        within("bytes of memory", request.memory(), "max-memory");
        same("cbitpos", properties.cbitpos(), "cbit");
        same("reduced-phys-bits", properties.reducedPhysBits(), "reduced-phys-bits");
        offered(properties.guestFeatures());
        return obstacles.isEmpty() ? Eligibility.yes(platform.features().get(type.name())) : Eligibility.no(obstacles);
    }

    private void within(String what, long wanted, String limit) {
        OptionalLong most = platform.number(limit);
        if (most.isPresent() && wanted > most.getAsLong()) {
            obstacles.add(wanted + " " + what + " are above this platform's limit of " + most.getAsLong());
        }
    }

    /** A C-bit that is not the host's would leave the guest's page tables without encryption. */
    private void same(String property, Optional<Integer> wanted, String fact) {
        OptionalLong actual = platform.number(fact);
        if (wanted.isPresent() && actual.isPresent() && wanted.get() != actual.getAsLong()) {
            obstacles.add(
                    property + "=" + wanted.get() + " does not fit this platform, which has " + actual.getAsLong());
        }
    }

    private void offered(long features) {
        long beyond = features & ~platform.number("vmsa-features").orElse(-1L);
        if (beyond != 0) {
            obstacles.add("guest features 0x" + Long.toHexString(beyond) + " are beyond those of this platform, 0x"
                    + Long.toHexString(platform.number("vmsa-features").getAsLong()));
        }
    }
}
