// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Trust;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.PlatformFacts;

/**
 * Whether a platform can launch the guest of a request, by what the platform says of itself. What it does not say is no
 * obstacle.
 */
public final class PlatformEligibility {
    /** AMDESE/AMDSEV#240. */
    private static final String NO_AGENT = "; no Linux has a migration agent: leave migrate-ma out";

    private static final String EMULATED_CBIT =
            "; the setting cbit in org.cloister.softsev.cfg makes it another in software";

    /** Of processors before SEV-SNP, and so of the examples in QEMU's documents (CPUID leaf 8000_001F, EBX). */
    private static final int EARLIER_CBIT = 47;

    private static final String EARLIER_GENERATIONS =
            "; --generation rome has that in software, as has naples for SEV alone";

    private final PlatformFacts platform;
    private final List<String> obstacles = new ArrayList<>();

    private PlatformEligibility(PlatformFacts platform) {
        this.platform = platform;
    }

    /**
     * Every reason against it, or the platform's remark.
     *
     * @throws org.cloister.api.CloisterException as {@link GuestSettings#of}
     */
    public static Eligibility judge(AmdType type, PlatformFacts platform, GuestRequest request) {
        return new PlatformEligibility(platform).judge(type, request);
    }

    private Eligibility judge(AmdType type, GuestRequest request) {
        String feature = type.type().name();
        if (!platform.offers(feature)) {
            obstacles.add(platform.whyNot(feature));
        }
        within("vCPUs", request.vcpus(), PlatformFacts.MAX_VCPUS);
        within("bytes of memory", request.memory(), PlatformFacts.MAX_MEMORY);
        judge(GuestSettings.of(type, request));
        return obstacles.isEmpty() ? Eligibility.yes(platform.features().get(feature)) : Eligibility.no(obstacles);
    }

    private void judge(GuestSettings wanted) {
        boolean snp = wanted.type() == AmdType.SEV_SNP;
        cbit(wanted, snp);
        // Platforms set it themselves and leave it out of their mask
        features(wanted.guestFeatures(), snp ? VmsaFeature.SNP_ACTIVE.mask() : 0);
        if (snp) {
            policy(wanted.policy());
        }
    }

    private void within(String what, long wanted, String limit) {
        OptionalLong most = platform.number(limit);
        if (most.isPresent() && wanted > most.getAsLong()) {
            obstacles.add(wanted + " " + what + " are above this platform's limit of " + most.getAsLong());
        }
    }

    /** A C-bit that is not the host's would leave the guest's page tables without encryption. */
    private void cbit(GuestSettings settings, boolean snp) {
        Optional<Integer> wanted = settings.number(GuestSetting.CBITPOS);
        OptionalLong actual = platform.number(PlatformFacts.CBIT);
        if (wanted.isPresent() && actual.isPresent() && wanted.get() != actual.getAsLong()) {
            boolean earlier = !snp && wanted.get() == EARLIER_CBIT;
            String remedy = earlier ? EARLIER_GENERATIONS : EMULATED_CBIT;
            obstacles.add(GuestSetting.CBITPOS.key() + "=" + wanted.get() + " does not fit this platform, which has "
                    + actual.getAsLong() + (platform.trust() == Trust.EMULATED ? remedy : ""));
        }
    }

    private void features(long wanted, long always) {
        OptionalLong mask = platform.number(PlatformFacts.VMSA_FEATURES);
        long beyond = wanted & ~always & ~mask.orElse(-1L);
        if (beyond != 0) {
            obstacles.add("guest features 0x" + Long.toHexString(beyond) + " are beyond those of this platform, 0x"
                    + Long.toHexString(mask.getAsLong() | always));
        }
    }

    private void policy(Policy policy) {
        OptionalLong mask = platform.number(PlatformFacts.SNP_POLICY_BITS);
        long beyond = policy.value() & ~mask.orElse(-1);
        if (beyond != 0) {
            obstacles.add("policy bits " + names(beyond) + " are beyond those of this platform, 0x"
                    + Long.toHexString(mask.getAsLong()) + (SnpPolicyBit.MIGRATE_MA.in(beyond) ? NO_AGENT : ""));
        }
        if (platform.number(PlatformFacts.SMT).orElse(0) == 1 && !policy.has(SnpPolicyBit.SMT)) {
            obstacles.add("the policy forbids multithreading (smt=off), which is on on this platform");
        }
        long sockets = platform.number(PlatformFacts.SOCKETS).orElse(1);
        if (sockets > 1 && policy.has(SnpPolicyBit.SINGLE_SOCKET)) {
            obstacles.add("the policy demands a single socket, this platform has " + sockets);
        }
    }

    private static String names(long bits) {
        return Arrays.stream(SnpPolicyBit.values())
                .filter(bit -> bit.in(bits))
                .map(bit -> bit.bit() + " (" + bit.key() + ")")
                .collect(Collectors.joining(", "));
    }
}
