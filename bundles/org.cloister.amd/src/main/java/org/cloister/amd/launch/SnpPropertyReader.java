// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Optional;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.GuestRequest;

/** Reads the settings of a request and refuses those that contradict each other. */
final class SnpPropertyReader {

    private final SettingText settings;
    private final CommonRules rules;
    private final boolean kernel;

    SnpPropertyReader(GuestRequest request) {
        this.settings = SettingText.of(AmdType.SEV_SNP, request);
        this.rules = new CommonRules(settings);
        this.kernel = request.boot().isPresent();
    }

    SnpProperties read() {
        Optional<SignedIdBlock> idBlock = idBlock();
        return new SnpProperties(
                policy(),
                guestFeatures(),
                rules.kernelHashes(kernel),
                profile(),
                settings.hex(GuestSetting.VCPU_SIGNATURE).map(Long::intValue),
                settings.bytes(GuestSetting.HOST_DATA).orElseGet(() -> zeros(GuestSetting.HOST_DATA)),
                settings.bytes(GuestSetting.WORKAROUNDS).orElseGet(() -> zeros(GuestSetting.WORKAROUNDS)),
                idBlock,
                authorKeyEnabled(idBlock),
                settings.onOff(GuestSetting.VCEK_DISABLED).orElse(false),
                settings.number(GuestSetting.CBITPOS),
                settings.number(GuestSetting.REDUCED_PHYS_BITS));
    }

    private Policy policy() {
        Policy policy =
                settings.text(GuestSetting.POLICY).map(PolicyLayout.SNP::parse).orElse(PolicyLayout.SNP.usual());
        return policy.with(SnpPolicyBit.DEBUG, rules.debug(policy.has(SnpPolicyBit.DEBUG), policy));
    }

    private long guestFeatures() {
        long features = settings.hex(GuestSetting.GUEST_FEATURES).orElse(VmsaFeature.SNP_ACTIVE.mask());
        if (!VmsaFeature.SNP_ACTIVE.in(features)) {
            throw settings.wrong("features", "bit 0 (SNP active) is clear", GuestSetting.GUEST_FEATURES)
                    .found("0x" + Long.toHexString(features))
                    .expected("0x" + Long.toHexString(features | VmsaFeature.SNP_ACTIVE.mask()))
                    .remedy("set bit 0: without it this would be no SEV-SNP guest")
                    .exception();
        }
        return features;
    }

    private Profile profile() {
        Optional<VmmKind> monitor = settings.text(GuestSetting.VMM).map(VmmKind::named);
        Optional<Profile> profile = settings.text(GuestSetting.PROFILE).map(Profile::named);
        if (monitor.isPresent() && profile.isPresent() && profile.get().monitor() != monitor.get()) {
            throw settings.wrong("contradiction", "the profile is not one of this monitor", GuestSetting.PROFILE)
                    .found(profile.get().key())
                    .expected("a profile of " + monitor.get().key())
                    .remedy("leave one of them out")
                    .exception();
        }
        return profile.orElseGet(() -> Profile.of(monitor.orElse(VmmKind.QEMU)));
    }

    private Optional<SignedIdBlock> idBlock() {
        Optional<Bytes> block = settings.bytes(GuestSetting.ID_BLOCK);
        Optional<Bytes> authentication = settings.bytes(GuestSetting.ID_AUTH);
        if (block.isEmpty() && authentication.isPresent()) {
            throw alone(GuestSetting.ID_AUTH, GuestSetting.ID_BLOCK);
        }
        if (block.isPresent() && authentication.isEmpty()) {
            throw alone(GuestSetting.ID_BLOCK, GuestSetting.ID_AUTH);
        }
        return block.map(bytes -> new SignedIdBlock(bytes, authentication.orElseThrow()));
    }

    /** The firmware would check a signature of zeros against a key of zeros (SEV-SNP ABI, "SNP_LAUNCH_FINISH"). */
    private boolean authorKeyEnabled(Optional<SignedIdBlock> block) {
        boolean enabled = settings.onOff(GuestSetting.AUTHOR_KEY_ENABLED).orElse(false);
        if (enabled && block.isEmpty()) {
            throw alone(GuestSetting.AUTHOR_KEY_ENABLED, GuestSetting.ID_AUTH);
        }
        if (enabled
                && new IdAuthentication(block.get().authentication())
                        .authorKey()
                        .isEmpty()) {
            throw settings.wrong("contradiction", "id-auth has no author key", GuestSetting.AUTHOR_KEY_ENABLED)
                    .found("on, and zeros at 0x880 of id-auth")
                    .expected("off, or an id-auth with an author key")
                    .remedy("make it with 'cloister id-block create --author-key FILE', or leave "
                            + GuestSetting.AUTHOR_KEY_ENABLED.key() + " out")
                    .exception();
        }
        return enabled;
    }

    private CloisterException alone(GuestSetting given, GuestSetting missing) {
        return rules.alone(given, missing, "cloister id-block create");
    }

    private static Bytes zeros(GuestSetting setting) {
        return Bytes.of(new byte[(int) setting.form().most()]);
    }
}
