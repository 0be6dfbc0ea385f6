// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.PropertyDescription;

/**
 * The settings of an SNP launch, read and checked against each other. Immutable.
 *
 * @param policy the guest policy
 * @param guestFeatures the SEV features of every VMSA, unsigned 64 bits, bit 0 set
 * @param kernelHashes whether the kernel's hashes are put into the guest
 * @param profile whose launch it is
 * @param vcpuSignature replaces the signature of the request's vCPU type
 * @param hostData 32 bytes that reports repeat
 * @param guestVisibleWorkarounds 16 bytes
 * @param idBlock the ID block with what authenticates it
 * @param authorKeyEnabled whether the authentication carries an author key
 * @param vcekDisabled whether the VCEK may not sign reports of the guest
 * @param cbitpos the position of the C-bit that the host must have
 * @param reducedPhysBits the number of physical address bits that the host must lose
 */
public record SnpProperties(
        Policy policy,
        long guestFeatures,
        boolean kernelHashes,
        Profile profile,
        Optional<Integer> vcpuSignature,
        Bytes hostData,
        Bytes guestVisibleWorkarounds,
        Optional<SignedIdBlock> idBlock,
        boolean authorKeyEnabled,
        boolean vcekDisabled,
        Optional<Integer> cbitpos,
        Optional<Integer> reducedPhysBits) {
    /** What can be set, for people and for the check of names. */
    public static final List<PropertyDescription> DESCRIPTIONS = GuestSetting.descriptions(AmdType.SEV_SNP);

    /** Checks that all parts are there. */
    public SnpProperties {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(vcpuSignature, "vcpuSignature");
        Objects.requireNonNull(hostData, "hostData");
        Objects.requireNonNull(guestVisibleWorkarounds, "guestVisibleWorkarounds");
        Objects.requireNonNull(idBlock, "idBlock");
        Objects.requireNonNull(cbitpos, "cbitpos");
        Objects.requireNonNull(reducedPhysBits, "reducedPhysBits");
    }

    /**
     * The settings of a request.
     *
     * @throws org.cloister.api.CloisterException {@code snp.property…}, {@code snp.policy…}, {@code profile.name} or
     *     {@code vmm.name}, naming the setting
     */
    public static SnpProperties of(GuestRequest request) {
        return new SnpPropertyReader(request).read();
    }
}
