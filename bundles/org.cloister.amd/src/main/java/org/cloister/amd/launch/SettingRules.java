// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** Holds the settings of a request against the rows of {@link SettingRule}. */
final class SettingRules {
    /**
     * The order in which settings are read and checked decides which problem is reported first: scripts rely on codes.
     */
    private static final List<GuestSetting> SEV = List.of(
            GuestSetting.POLICY,
            GuestSetting.DEBUG,
            GuestSetting.KERNEL_HASHES,
            GuestSetting.VMM,
            GuestSetting.PROFILE,
            GuestSetting.GUEST_FEATURES,
            GuestSetting.VCPU_SIGNATURE,
            GuestSetting.CBITPOS,
            GuestSetting.REDUCED_PHYS_BITS,
            GuestSetting.DH_CERT,
            GuestSetting.SESSION,
            GuestSetting.HANDLE,
            GuestSetting.KEY_SHARING,
            GuestSetting.SMM,
            GuestSetting.KERNEL_IRQCHIP);

    private static final List<GuestSetting> SNP = List.of(
            GuestSetting.ID_BLOCK,
            GuestSetting.ID_AUTH,
            GuestSetting.POLICY,
            GuestSetting.DEBUG,
            GuestSetting.GUEST_FEATURES,
            GuestSetting.KERNEL_HASHES,
            GuestSetting.VMM,
            GuestSetting.PROFILE,
            GuestSetting.VCPU_SIGNATURE,
            GuestSetting.HOST_DATA,
            GuestSetting.WORKAROUNDS,
            GuestSetting.AUTHOR_KEY_ENABLED,
            GuestSetting.VCEK_DISABLED,
            GuestSetting.CBITPOS,
            GuestSetting.REDUCED_PHYS_BITS,
            GuestSetting.SMM,
            GuestSetting.KERNEL_IRQCHIP);

    private static final List<SettingRule> RULES = List.of(SettingRule.values());
    private static final Pattern BRACES = Pattern.compile("\\{([a-z0-9-]+)}");

    private SettingRules() {}

    static List<GuestSetting> order(AmdType type) {
        return type == AmdType.SEV_SNP ? SNP : SEV;
    }

    /** Refuses what contradicts, as far as it can be known once a setting is read. */
    static void check(GuestSettings settings, GuestSetting read) {
        for (SettingRule rule : RULES) {
            if (rule.follows(read, settings.type()) && isBroken(rule, settings)) {
                throw refused(rule, settings);
            }
        }
    }

    private static boolean isBroken(SettingRule rule, GuestSettings all) {
        return switch (rule) {
            case ES_BIT_OF_SEV -> all.policy().has(SevPolicyBit.ES);
            case ES_BIT_OF_SEV_ES -> !all.policy().has(SevPolicyBit.ES);
            case DEBUG -> all.isGiven(GuestSetting.POLICY) && !all.policy().equals(all.givenPolicy());
            case HASHES_WITHOUT_KERNEL -> all.isOn(GuestSetting.KERNEL_HASHES) && !all.hasKernel();
            case VMM_OF_SEV -> all.vmm() != VmmKind.QEMU;
            case PROFILE_OF_SEV -> all.profile().monitor() != VmmKind.QEMU;
            case PROFILE_OF_ANOTHER_VMM ->
                all.isGiven(GuestSetting.VMM) && all.profile().monitor() != all.vmm();
            case FEATURES_OF_SNP -> VmsaFeature.SNP_ACTIVE.in(all.guestFeatures());
            case FEATURES_WITHOUT_VMSA -> all.guestFeatures() != 0;
            case FEATURES_WITHOUT_SNP -> !VmsaFeature.SNP_ACTIVE.in(all.guestFeatures());
            case DH_CERT_ALONE -> isAlone(all, GuestSetting.DH_CERT, GuestSetting.SESSION);
            case SESSION_ALONE -> isAlone(all, GuestSetting.SESSION, GuestSetting.DH_CERT);
            case ID_AUTH_ALONE -> isAlone(all, GuestSetting.ID_AUTH, GuestSetting.ID_BLOCK);
            case ID_BLOCK_ALONE -> isAlone(all, GuestSetting.ID_BLOCK, GuestSetting.ID_AUTH);
            case SHARED_KEY_OF_NOBODY ->
                all.isOn(GuestSetting.KEY_SHARING) && all.keyOf().isEmpty();
            case HANDLE_WITHOUT_SHARING ->
                all.isGiven(GuestSetting.KEY_SHARING)
                        && !all.isOn(GuestSetting.KEY_SHARING)
                        && all.keyOf().isPresent();
            case SHARING_AGAINST_POLICY ->
                all.keyOf().isPresent() && all.policy().has(SevPolicyBit.NOKS);
            case AUTHOR_KEY_ALONE -> all.isOn(GuestSetting.AUTHOR_KEY_ENABLED) && !all.isGiven(GuestSetting.ID_AUTH);
            case AUTHOR_KEY_OF_ZEROS -> all.isOn(GuestSetting.AUTHOR_KEY_ENABLED) && !hasAuthorKey(all);
        };
    }

    private static boolean isAlone(GuestSettings all, GuestSetting given, GuestSetting missing) {
        return all.isGiven(given) && !all.isGiven(missing);
    }

    private static boolean hasAuthorKey(GuestSettings all) {
        return new IdAuthentication(all.bytes(GuestSetting.ID_AUTH)).authorKey().isPresent();
    }

    private static CloisterException refused(SettingRule rule, GuestSettings settings) {
        Problem problem = Problem.input(rule.code(settings.type()), filled(rule.what(), settings))
                .at(rule.at().key())
                .found(filled(rule.found(), settings))
                .expected(filled(rule.expected(), settings));
        return (rule.remedy().isEmpty() ? problem : problem.remedy(rule.remedy())).exception();
    }

    private static String filled(String text, GuestSettings settings) {
        return BRACES.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(word(found.group(1), settings).toString()));
    }

    private static Object word(String name, GuestSettings all) {
        Policy policy = all.policy();
        return switch (name) {
            case "type" -> all.type().type();
            case "policy" -> policy;
            case "policy-alone" -> all.givenPolicy();
            case "policy-other-es" -> policy.with(SevPolicyBit.ES, !policy.has(SevPolicyBit.ES));
            case "policy-sharing" -> policy.with(SevPolicyBit.NOKS, false);
            case "debug" -> all.isOn(GuestSetting.DEBUG) ? "on" : "off";
            case "vmm" -> all.vmm().key();
            case "profile" -> all.profile().key();
            case "features" -> "0x" + Long.toHexString(all.guestFeatures());
            case "features-other-bit-0" -> "0x" + Long.toHexString(all.guestFeatures() ^ VmsaFeature.SNP_ACTIVE.mask());
            default -> throw new IllegalArgumentException(name);
        };
    }
}
