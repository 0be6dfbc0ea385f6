// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.cloister.amd.setting.AmdType.SEV;
import static org.cloister.amd.setting.AmdType.SEV_ES;
import static org.cloister.amd.setting.AmdType.SEV_SNP;

import java.util.Set;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;

/**
 * What settings may not contradict: each other, the type, or the rest of a request. A row has the last setting that it
 * looks at, and what the problem says; {@link SettingRules} knows when it is broken and fills in what stands in braces.
 */
enum SettingRule {
    /** The policy's ES switch makes the one type or the other of a launch (SEV API, "LAUNCH_START"). */
    ES_BIT_OF_SEV(
            Set.of(SEV),
            GuestSetting.POLICY,
            SettingFault.CONTRADICTION,
            "the policy's ES bit (bit 2) is set, the type is {type}",
            "{policy}",
            "{policy-other-es}, or type sev-es",
            ""),
    /** The same for the other type. */
    ES_BIT_OF_SEV_ES(
            Set.of(SEV_ES),
            GuestSetting.POLICY,
            SettingFault.CONTRADICTION,
            "the policy's ES bit (bit 2) is clear, the type is {type}",
            "{policy}",
            "{policy-other-es}, or type sev",
            ""),
    /** Whether the host may debug the guest can be said in two ways. */
    DEBUG(
            all(),
            GuestSetting.DEBUG,
            SettingFault.CONTRADICTION,
            "the policy says the opposite",
            "{debug} with policy {policy-alone}",
            "one of the two alone, or both alike",
            "leave one of them out"),
    /** Hashes of nothing would measure nothing. */
    HASHES_WITHOUT_KERNEL(
            all(),
            GuestSetting.KERNEL_HASHES,
            SettingFault.CONTRADICTION,
            "there is no kernel to hash",
            "on",
            "off, or a kernel",
            "give a kernel for direct boot (--kernel FILE), or leave kernel-hashes out"),
    /** What other monitors measure is known for SNP alone. */
    VMM_OF_SEV(
            Set.of(SEV, SEV_ES),
            GuestSetting.VMM,
            SettingFault.MONITOR,
            "it is not known how this monitor launches {type} guests",
            "{vmm}",
            "qemu",
            "leave vmm out: the usual one is QEMU's"),
    /** The same, by the profile. */
    PROFILE_OF_SEV(
            Set.of(SEV, SEV_ES),
            GuestSetting.PROFILE,
            SettingFault.MONITOR,
            "it is not known how this monitor launches {type} guests",
            "{profile}",
            "init2 or legacy",
            "leave profile out: the usual one is QEMU's"),
    /** A profile is that of one monitor. */
    PROFILE_OF_ANOTHER_VMM(
            Set.of(SEV_SNP),
            GuestSetting.PROFILE,
            SettingFault.CONTRADICTION,
            "the profile is not one of this monitor",
            "{profile}",
            "a profile of {vmm}",
            "leave one of them out"),
    /** Bit 0 makes an SNP guest of it. */
    FEATURES_OF_SNP(
            Set.of(SEV, SEV_ES),
            GuestSetting.GUEST_FEATURES,
            SettingFault.FEATURES,
            "bit 0 (SNP active) is set, the type is {type}",
            "{features}",
            "{features-other-bit-0}",
            "clear the other bits, or leave guest-features out"),
    /** Features are a field of the VMSA, and SEV encrypts none. */
    FEATURES_WITHOUT_VMSA(
            Set.of(SEV),
            GuestSetting.GUEST_FEATURES,
            SettingFault.FEATURES,
            "a guest of type {type} has no VMSA that could hold features",
            "{features}",
            "0x0",
            "clear the other bits, or leave guest-features out"),
    /** Without bit 0 it is no SNP guest. */
    FEATURES_WITHOUT_SNP(
            Set.of(SEV_SNP),
            GuestSetting.GUEST_FEATURES,
            SettingFault.FEATURES,
            "bit 0 (SNP active) is clear",
            "{features}",
            "{features-other-bit-0}",
            "set bit 0: without it this would be no SEV-SNP guest"),
    /** One half of an owner's session. */
    DH_CERT_ALONE(GuestSetting.SESSION, GuestSetting.DH_CERT, GuestSetting.SESSION, "cloister session create"),
    /** The other half. */
    SESSION_ALONE(GuestSetting.SESSION, GuestSetting.SESSION, GuestSetting.DH_CERT, "cloister session create"),
    /** Asking for a key to be shared needs somebody who shares it. */
    SHARED_KEY_OF_NOBODY(
            Set.of(SEV, SEV_ES),
            GuestSetting.KEY_SHARING,
            SettingFault.CONTRADICTION,
            "the guest whose key to share is missing",
            "on without a handle",
            "a handle other than 0",
            "give handle and flags.ks=on, or neither"),
    /** A handle asks for it, too. */
    HANDLE_WITHOUT_SHARING(
            Set.of(SEV, SEV_ES),
            GuestSetting.KEY_SHARING,
            SettingFault.CONTRADICTION,
            "a handle asks for a shared key",
            "off with a handle",
            "no handle",
            "give handle and flags.ks=on, or neither"),
    /** Asking for a shared key is one thing, the policy's leave for it another (SEV API, "LAUNCH_START"). */
    SHARING_AGAINST_POLICY(
            Set.of(SEV, SEV_ES),
            GuestSetting.KEY_SHARING,
            SettingFault.CONTRADICTION,
            "the policy forbids sharing keys",
            "on with policy {policy}",
            "policy {policy-sharing}, or a key of its own",
            "clear noks in the policy, or leave handle out"),
    /** What authenticates an ID block, without one. */
    ID_AUTH_ALONE(GuestSetting.ID_AUTH, GuestSetting.ID_AUTH, GuestSetting.ID_BLOCK, "cloister id-block create"),
    /** An ID block that nothing authenticates. */
    ID_BLOCK_ALONE(GuestSetting.ID_AUTH, GuestSetting.ID_BLOCK, GuestSetting.ID_AUTH, "cloister id-block create"),
    /** The author key is a part of the authentication. */
    AUTHOR_KEY_ALONE(
            GuestSetting.AUTHOR_KEY_ENABLED,
            GuestSetting.AUTHOR_KEY_ENABLED,
            GuestSetting.ID_AUTH,
            "cloister id-block create"),
    /** The firmware would check a signature of zeros against a key of zeros (SEV-SNP ABI, "SNP_LAUNCH_FINISH"). */
    AUTHOR_KEY_OF_ZEROS(
            Set.of(SEV_SNP),
            GuestSetting.AUTHOR_KEY_ENABLED,
            SettingFault.CONTRADICTION,
            "id-auth has no author key",
            "on, and zeros at 0x880 of id-auth",
            "off, or an id-auth with an author key",
            "make it with 'cloister id-block create --author-key FILE', or leave author-key-enabled out");

    private final Set<AmdType> types;
    private final GuestSetting last;
    private final GuestSetting at;
    private final SettingFault fault;
    private final String what;
    private final String found;
    private final String expected;
    private final String remedy;
    private final GuestSetting missing;
    private final String command;

    SettingRule(
            Set<AmdType> types,
            GuestSetting last,
            GuestSetting at,
            SettingFault fault,
            String what,
            String found,
            String expected,
            String remedy,
            GuestSetting missing,
            String command) {
        this.types = types;
        this.last = last;
        this.at = at;
        this.fault = fault;
        this.what = what;
        this.found = found;
        this.expected = expected;
        this.remedy = remedy;
        this.missing = missing;
        this.command = command;
    }

    SettingRule(
            Set<AmdType> types,
            GuestSetting last,
            SettingFault fault,
            String what,
            String found,
            String expected,
            String remedy) {
        this(types, last, last, fault, what, found, expected, remedy, null, null);
    }

    /** A setting that means nothing without another; the command makes both. */
    SettingRule(GuestSetting last, GuestSetting given, GuestSetting missing, String command) {
        this(
                all(),
                last,
                given,
                SettingFault.CONTRADICTION,
                "this needs {missing} too",
                "{given} without {missing}",
                "both",
                "give {missing}, or leave {given} out; '{command}' makes both",
                missing,
                command);
    }

    private static Set<AmdType> all() {
        return Set.of(AmdType.values());
    }

    /** Whether it is to be looked at once a setting is read; settings of other types are never read. */
    boolean follows(GuestSetting read, AmdType type) {
        return last == read && types.contains(type);
    }

    /** The setting that is named as wrong. */
    GuestSetting at() {
        return at;
    }

    /** The code of the problem, for a guest of a type that it is about. */
    String code(AmdType type) {
        return fault.code(type);
    }

    String what() {
        return named(what);
    }

    String found() {
        return named(found);
    }

    String expected() {
        return expected;
    }

    /** Empty where {@link #expected} says everything. */
    String remedy() {
        return named(remedy);
    }

    /** Filled in for a refusal only, as each launch loads the rows. */
    private String named(String text) {
        return missing == null
                ? text
                : text.replace("{missing}", missing.key())
                        .replace("{given}", at.key())
                        .replace("{command}", command);
    }
}
