// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.PropertyDescription;

/**
 * The settings of an SEV or SEV-ES launch, read and checked against each other and against the type. Immutable.
 *
 * @param policy the guest policy; its ES switch agrees with the type
 * @param kernelHashes whether the kernel's hashes are put into the guest
 * @param profile whose launch it is: one of QEMU's
 * @param guestFeatures the SEV features of every VMSA, unsigned 64 bits, bit 0 clear; 0 without SEV-ES
 * @param vcpuSignature replaces the signature of the request's vCPU type
 * @param cbitpos the position of the C-bit that the host must have
 * @param reducedPhysBits the number of physical address bits that the host must lose
 * @param session what the owner hands over for the launch
 * @param keyOf the firmware's number of the guest whose key is shared, unsigned 32 bits, not 0; empty for a key of its
 *     own
 */
public record SevProperties(
        Policy policy,
        boolean kernelHashes,
        Profile profile,
        long guestFeatures,
        Optional<Integer> vcpuSignature,
        Optional<Integer> cbitpos,
        Optional<Integer> reducedPhysBits,
        Optional<OwnerSessionBlobs> session,
        Optional<Integer> keyOf) {

    /** Checks that all parts are there. */
    public SevProperties {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(vcpuSignature, "vcpuSignature");
        Objects.requireNonNull(cbitpos, "cbitpos");
        Objects.requireNonNull(reducedPhysBits, "reducedPhysBits");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(keyOf, "keyOf");
    }

    /**
     * What can be set, for people and for the check of names.
     *
     * @param type {@link SevPlanner#SEV} or {@link SevPlanner#SEV_ES}
     */
    public static List<PropertyDescription> descriptions(GuestType type) {
        return GuestSetting.descriptions(AmdType.of(type));
    }

    /**
     * The settings of a request.
     *
     * @param type {@link SevPlanner#SEV} or {@link SevPlanner#SEV_ES}
     * @throws org.cloister.api.CloisterException {@code sev.property…}, {@code sev.policy…}, {@code profile.name} or
     *     {@code vmm.name}, naming the setting
     */
    public static SevProperties of(GuestType type, GuestRequest request) {
        return new SevPropertyReader(type, request).read();
    }

    /**
     * Refuses a policy that no guest of the type can have.
     *
     * @param type {@link SevPlanner#SEV} or {@link SevPlanner#SEV_ES}
     * @param policy a number, or what differs from the type's default by name
     * @throws org.cloister.api.CloisterException {@code sev.policy…}, {@code sev.property.contradiction}
     */
    public static void requirePolicy(GuestType type, String policy) {
        SevPropertyReader.policy(type, policy);
    }
}
