// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Numbers;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;

/** What people should know of a launch that is planned as they asked for, each a sentence. */
public final class LaunchNotes {
    private final GuestSettings settings;
    private final List<String> notes = new ArrayList<>();

    private LaunchNotes(GuestSettings settings) {
        this.settings = settings;
    }

    /** What concerns owner and host alike. */
    static List<String> of(GuestSettings settings, GuestRequest request) {
        LaunchNotes notes = new LaunchNotes(settings);
        notes.ofKernel(request);
        notes.ofVcpus(request.vcpuType());
        notes.ofEveryType();
        if (settings.type() == AmdType.SEV_SNP) {
            notes.ofSnp();
        } else {
            notes.ofSev();
        }
        return notes.notes;
    }

    /** The plan of an SEV or SEV-ES guest with what concerns the host that launches it. */
    public static LaunchPlan onHost(LaunchPlan plan, GuestSettings settings) {
        LaunchNotes notes = new LaunchNotes(settings);
        notes.ofSevOnHost();
        return plan.noted(notes.notes.toArray(String[]::new));
    }

    private void ofKernel(GuestRequest request) {
        BootableKernel.fault(settings, request)
                .ifPresent(fault -> notes.add(
                        "Warning: " + request.boot().orElseThrow().kernel().name() + ": " + fault.what()
                                + "; no guest of QEMU's has this digest: " + fault.remedy() + "."));
    }

    private void ofVcpus(String type) {
        int features = type.indexOf(',');
        addIf(
                features >= 0 && !settings.isGiven(GuestSetting.VCPU_SIGNATURE),
                "Features of the vCPU type (" + type.substring(features + 1)
                        + ") are not measured, and a launch here does not set them.");
    }

    private void ofEveryType() {
        addIf(
                settings.hasKernel() && !settings.isGiven(GuestSetting.KERNEL_HASHES),
                "Kernel hashes are on because a kernel was given; QEMU's own default is off.");
        addIf(
                settings.hasKernel() && !settings.kernelHashes(),
                "Kernel hashes are off: kernel, initial RAM disk and command line are not measured.");
        settings.written(GuestSetting.POLICY)
                .flatMap(settings.type().policies()::noteOnDigits)
                .ifPresent(notes::add);
        // Other tools that compute digests take these digits for hexadecimal
        settings.written(GuestSetting.GUEST_FEATURES)
                .filter(text -> text.length() > 1 && Numbers.isDigits(text))
                .ifPresent(text -> notes.add("The guest features " + text + " are decimal: "
                        + Numbers.hex(settings.guestFeatures()) + "; in hexadecimal they would be 0x" + text + "."));
        addIf(
                settings.policy().allowsDebug(),
                "The policy allows debugging: the host can read and change the guest's memory.");
    }

    private void ofSev() {
        addIf(settings.type() == AmdType.SEV, "The initial registers of a guest of type sev are not measured.");
        addIf(
                settings.type() == AmdType.SEV_ES
                        && settings.profile() == Profile.INIT2
                        && !settings.isGiven(GuestSetting.PROFILE),
                "Profile init2 sets MXCSR and FCW; QEMU's own default for SEV-ES leaves the FPU zero:"
                        + " that is profile legacy.");
    }

    private void ofSnp() {
        Profile profile = settings.profile();
        addIf(profile == Profile.LEGACY, "Profile legacy leaves the FPU zero; QEMU launches SEV-SNP with init2.");
        addIf(
                profile.monitor() != VmmKind.QEMU,
                "Profile " + profile.key() + " follows what others measured, not a published specification.");
    }

    private void ofSevOnHost() {
        addIf(
                settings.session().isEmpty(),
                "There is no session of an owner's: nobody can verify the measurement or hand in a secret.");
        addIf(
                Stream.of(SevPolicyBit.NOSEND, SevPolicyBit.DOMAIN, SevPolicyBit.SEV)
                        .noneMatch(settings.policy()::has),
                "The policy lets the host send the guest to any key, also to one of its own that can read it:"
                        + " nosend, domain or sev in the policy restricts that.");
        // A reset of the running machine is what such a guest cannot have (Linux and QEMU, SEV-ES documentation)
        addIf(
                settings.type() == AmdType.SEV_ES,
                "SEV-ES guests reboot by building their machine anew, as encrypted registers cannot be set back; that"
                        + " launch has no moment for a secret.");
    }

    private void addIf(boolean so, String note) {
        if (so) {
            notes.add(note);
        }
    }
}
