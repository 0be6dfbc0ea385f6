// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Optional;
import org.cloister.amd.channel.SnpLaunchFinish.IdBlock;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.policy.SnpPolicy;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;

/** Reads the settings of a request and refuses those that contradict each other. */
final class SnpPropertyReader {
    private static final int HOST_DATA_SIZE = 32;
    private static final int WORKAROUNDS_SIZE = 16;
    private static final int ID_BLOCK_SIZE = 96;
    private static final int ID_AUTH_SIZE = 4096;

    private final Settings settings;
    private final boolean kernel;

    SnpPropertyReader(GuestRequest request) {
        this.settings = new Settings("snp", request.properties());
        this.kernel = request.boot().isPresent();
    }

    SnpProperties read() {
        settings.require(SnpPropertyTable.SMM, SnpPropertyTable.NO_SMM, SnpPropertyTable.SMM_REASON);
        settings.require(SnpPropertyTable.IRQCHIP, SnpPropertyTable.KERNELS_IRQCHIP, SnpPropertyTable.IRQCHIP_REASON);
        Optional<IdBlock> idBlock = idBlock();
        return new SnpProperties(
                policy(),
                guestFeatures(),
                kernelHashes(),
                profile(),
                vcpuSignature(),
                settings.blob(SnpPropertyTable.HOST_DATA, HOST_DATA_SIZE).orElseGet(() -> zeros(HOST_DATA_SIZE)),
                settings.blob(SnpPropertyTable.WORKAROUNDS, WORKAROUNDS_SIZE).orElseGet(() -> zeros(WORKAROUNDS_SIZE)),
                idBlock,
                authorKeyEnabled(idBlock),
                settings.onOff(SnpPropertyTable.VCEK_DISABLED).orElse(false),
                settings.number(SnpPropertyTable.CBITPOS, 0, 63),
                settings.number(SnpPropertyTable.REDUCED_PHYS_BITS, 1, 63));
    }

    private SnpPolicy policy() {
        Optional<SnpPolicy> given = settings.text(SnpPropertyTable.POLICY).map(SnpPolicy::parse);
        SnpPolicy policy = given.orElse(SnpPolicy.DEFAULT);
        Optional<Boolean> debug = settings.onOff(SnpPropertyTable.DEBUG);
        boolean allowed = policy.has(SnpPolicyBit.DEBUG);
        if (debug.isPresent() && given.isPresent() && debug.get() != allowed) {
            throw settings.wrong("contradiction", "the policy says the opposite", SnpPropertyTable.DEBUG)
                    .found((debug.get() ? "on" : "off") + " with policy " + policy)
                    .expected("one of the two alone, or both alike")
                    .remedy("leave one of them out")
                    .exception();
        }
        return policy.with(SnpPolicyBit.DEBUG, debug.orElse(allowed));
    }

    private long guestFeatures() {
        long features = settings.hex(SnpPropertyTable.GUEST_FEATURES).orElse(1L);
        if ((features & 1) == 0) {
            throw settings.wrong("features", "bit 0 (SNP active) is clear", SnpPropertyTable.GUEST_FEATURES)
                    .found("0x" + Long.toHexString(features))
                    .expected("0x" + Long.toHexString(features | 1))
                    .remedy("set bit 0: without it this would be no SEV-SNP guest")
                    .exception();
        }
        return features;
    }

    private boolean kernelHashes() {
        Optional<Boolean> wanted = settings.onOff(SnpPropertyTable.KERNEL_HASHES);
        if (wanted.orElse(false) && !kernel) {
            throw settings.wrong("contradiction", "there is no kernel to hash", SnpPropertyTable.KERNEL_HASHES)
                    .found("on")
                    .expected("off, or a kernel")
                    .remedy("give a kernel for direct boot (--kernel FILE), or leave kernel-hashes out")
                    .exception();
        }
        return wanted.orElse(kernel);
    }

    private Profile profile() {
        Optional<VmmKind> monitor = settings.text(SnpPropertyTable.VMM).map(VmmKind::named);
        Optional<Profile> profile = settings.text(SnpPropertyTable.PROFILE).map(Profile::named);
        if (monitor.isPresent() && profile.isPresent() && profile.get().monitor() != monitor.get()) {
            throw settings.wrong("contradiction", "the profile is not one of this monitor", SnpPropertyTable.PROFILE)
                    .found(profile.get().key())
                    .expected("a profile of " + monitor.get().key())
                    .remedy("leave one of them out")
                    .exception();
        }
        return profile.orElseGet(() -> Profile.of(monitor.orElse(VmmKind.QEMU)));
    }

    private Optional<Integer> vcpuSignature() {
        return settings.hex(SnpPropertyTable.VCPU_SIGNATURE).map(signature -> {
            if (signature >>> Integer.SIZE != 0) {
                throw settings.wrong("value", "a signature has 32 bits", SnpPropertyTable.VCPU_SIGNATURE)
                        .found("0x" + Long.toHexString(signature))
                        .expected("at most 0xffffffff")
                        .remedy("give the value of EAX of CPUID leaf 1, or a vCPU type by name")
                        .exception();
            }
            return signature.intValue();
        });
    }

    private Optional<IdBlock> idBlock() {
        Optional<Bytes> block = settings.blob(SnpPropertyTable.ID_BLOCK, ID_BLOCK_SIZE);
        Optional<Bytes> authentication = settings.padded(SnpPropertyTable.ID_AUTH, ID_AUTH_SIZE);
        if (block.isEmpty() && authentication.isPresent()) {
            throw alone(SnpPropertyTable.ID_AUTH, SnpPropertyTable.ID_BLOCK);
        }
        if (block.isPresent() && authentication.isEmpty()) {
            throw alone(SnpPropertyTable.ID_BLOCK, SnpPropertyTable.ID_AUTH);
        }
        return block.map(bytes -> new IdBlock(bytes, authentication.orElseThrow()));
    }

    /** The firmware would check a signature of zeros against a key of zeros (SEV-SNP ABI, "SNP_LAUNCH_FINISH"). */
    private boolean authorKeyEnabled(Optional<IdBlock> block) {
        boolean enabled = settings.onOff(SnpPropertyTable.AUTHOR_KEY).orElse(false);
        if (enabled && block.isEmpty()) {
            throw alone(SnpPropertyTable.AUTHOR_KEY, SnpPropertyTable.ID_AUTH);
        }
        if (enabled
                && new IdAuthentication(block.get().authentication())
                        .authorKey()
                        .isEmpty()) {
            throw settings.wrong("contradiction", "id-auth has no author key", SnpPropertyTable.AUTHOR_KEY)
                    .found("on, and zeros at 0x880 of id-auth")
                    .expected("off, or an id-auth with an author key")
                    .remedy("make it with 'cloister id-block create --author-key FILE', or leave "
                            + SnpPropertyTable.AUTHOR_KEY + " out")
                    .exception();
        }
        return enabled;
    }

    private RuntimeException alone(String given, String missing) {
        return settings.wrong("contradiction", "this needs " + missing + " too", given)
                .found(given + " without " + missing)
                .expected("both")
                .remedy("give " + missing + ", or leave " + given + " out; 'cloister id-block create' makes both")
                .exception();
    }

    private static Bytes zeros(int size) {
        return Bytes.of(new byte[size]);
    }
}
