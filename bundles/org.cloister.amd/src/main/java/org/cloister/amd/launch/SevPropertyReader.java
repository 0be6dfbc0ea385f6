// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestRequest;

/** Reads the settings of an SEV or SEV-ES request and refuses those that contradict each other or the type. */
final class SevPropertyReader {
    private final GuestType type;
    private final boolean es;
    private final SettingText settings;
    private final CommonRules rules;
    private final boolean kernel;

    SevPropertyReader(GuestType type, GuestRequest request) {
        this.type = type;
        this.es = type.equals(SevPlanner.SEV_ES);
        this.settings = SettingText.of(AmdType.of(type), request);
        this.rules = new CommonRules(settings);
        this.kernel = request.boot().isPresent();
    }

    SevProperties read() {
        Policy policy = policy();
        return new SevProperties(
                policy,
                rules.kernelHashes(kernel),
                profile(),
                guestFeatures(),
                settings.hex(GuestSetting.VCPU_SIGNATURE).map(Long::intValue),
                settings.number(GuestSetting.CBITPOS),
                settings.number(GuestSetting.REDUCED_PHYS_BITS),
                session(),
                keyOf(policy));
    }

    private Policy policy() {
        Policy given = policy(
                type,
                settings.text(GuestSetting.POLICY).orElseGet(() -> usual(type).toString()));
        boolean debug = rules.debug(!given.has(SevPolicyBit.NODBG), given);
        return given.with(SevPolicyBit.NODBG, !debug);
    }

    /** The policy's ES switch is what makes the one type or the other of a launch (SEV API, "LAUNCH_START"). */
    static Policy policy(GuestType type, String text) {
        Policy policy = usual(type).changed(text);
        boolean es = type.equals(SevPlanner.SEV_ES);
        if (policy.has(SevPolicyBit.ES) != es) {
            throw new SettingText(AmdType.of(type), Map.of())
                    .wrong(
                            "contradiction",
                            "the policy's ES bit (bit 2) is " + (es ? "clear" : "set") + ", the type is " + type,
                            GuestSetting.POLICY)
                    .found(policy)
                    .expected(
                            policy.with(SevPolicyBit.ES, es) + ", or type " + (es ? SevPlanner.SEV : SevPlanner.SEV_ES))
                    .exception();
        }
        return policy;
    }

    private static Policy usual(GuestType type) {
        return type.equals(SevPlanner.SEV_ES) ? PolicyLayout.SEV.usual().with(SevPolicyBit.ES, true) : PolicyLayout.SEV.usual();
    }

    private Profile profile() {
        settings.text(GuestSetting.VMM)
                .map(VmmKind::named)
                .ifPresent(monitor -> checkMonitor(GuestSetting.VMM, monitor, monitor.key()));
        Profile profile =
                settings.text(GuestSetting.PROFILE).map(Profile::named).orElse(Profile.INIT2);
        checkMonitor(GuestSetting.PROFILE, profile.monitor(), profile.key());
        return profile;
    }

    private void checkMonitor(GuestSetting setting, VmmKind monitor, String found) {
        if (monitor != VmmKind.QEMU) {
            throw wrong(
                    "monitor",
                    "it is not known how this monitor launches " + type + " guests",
                    setting,
                    found,
                    setting == GuestSetting.VMM ? VmmKind.QEMU.key() : "init2 or legacy",
                    "leave " + setting.key() + " out: the usual one is QEMU's");
        }
    }

    private long guestFeatures() {
        long features = settings.hex(GuestSetting.GUEST_FEATURES).orElse(0L);
        if (VmsaFeature.SNP_ACTIVE.in(features)) {
            throw features(
                    "bit 0 (SNP active) is set, the type is " + type,
                    features,
                    features & ~VmsaFeature.SNP_ACTIVE.mask());
        }
        if (!es && features != 0) {
            throw features("a guest of type " + type + " has no VMSA that could hold features", features, 0);
        }
        return features;
    }

    private Optional<OwnerSessionBlobs> session() {
        Optional<Bytes> certificate = settings.bytes(GuestSetting.DH_CERT);
        Optional<Bytes> session = settings.bytes(GuestSetting.SESSION);
        if (certificate.isPresent() != session.isPresent()) {
            GuestSetting given = certificate.isPresent() ? GuestSetting.DH_CERT : GuestSetting.SESSION;
            GuestSetting missing = certificate.isPresent() ? GuestSetting.SESSION : GuestSetting.DH_CERT;
            throw rules.alone(given, missing, "cloister session create");
        }
        return certificate.map(bytes -> new OwnerSessionBlobs(bytes, session.orElseThrow()));
    }

    /** Asking for a key to be shared is one thing, the policy's leave for it another (SEV API, "LAUNCH_START"). */
    private Optional<Integer> keyOf(Policy policy) {
        Optional<Integer> handle =
                settings.hex(GuestSetting.HANDLE).map(Long::intValue).filter(number -> number != 0);
        boolean wanted = settings.onOff(GuestSetting.KEY_SHARING).orElse(handle.isPresent());
        if (wanted != handle.isPresent()) {
            throw wrong(
                    "contradiction",
                    wanted ? "the guest whose key to share is missing" : "a handle asks for a shared key",
                    GuestSetting.KEY_SHARING,
                    wanted ? "on without a handle" : "off with a handle",
                    wanted ? "a handle other than 0" : "no handle",
                    "give " + GuestSetting.HANDLE.key() + " and " + GuestSetting.KEY_SHARING.key() + "=on, or neither");
        }
        if (wanted && policy.has(SevPolicyBit.NOKS)) {
            throw wrong(
                    "contradiction",
                    "the policy forbids sharing keys",
                    GuestSetting.KEY_SHARING,
                    "on with policy " + policy,
                    "policy " + policy.with(SevPolicyBit.NOKS, false) + ", or a key of its own",
                    "clear noks in the policy, or leave " + GuestSetting.HANDLE.key() + " out");
        }
        return handle;
    }

    private RuntimeException features(String what, long found, long expected) {
        return wrong(
                "features",
                what,
                GuestSetting.GUEST_FEATURES,
                "0x" + Long.toHexString(found),
                "0x" + Long.toHexString(expected),
                "clear the other bits, or leave " + GuestSetting.GUEST_FEATURES.key() + " out");
    }

    private RuntimeException wrong(
            String code, String what, GuestSetting setting, Object found, Object expected, String remedy) {
        return settings.wrong(code, what, setting)
                .found(found)
                .expected(expected)
                .remedy(remedy)
                .exception();
    }
}
