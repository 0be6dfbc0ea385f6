// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.cpu.InitialState;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.firmware.KernelHashes;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.VcpuState;

/** Plans SEV and SEV-ES launches. A plan depends on the request alone, so that owner and host get the same. */
public final class SevPlanner {
    /** Guests whose memory is encrypted and whose registers are not. */
    public static final GuestType SEV = AmdType.SEV.type();
    /** Guests whose registers are encrypted too. */
    public static final GuestType SEV_ES = AmdType.SEV_ES.type();

    private SevPlanner() {}

    /**
     * Everything that is put into the guest of a request.
     *
     * @param type {@link #SEV} or {@link #SEV_ES}
     * @throws org.cloister.api.CloisterException of kind {@code INPUT}, with what is wrong in the request and where
     */
    public static LaunchPlan plan(GuestType type, GuestRequest request) {
        checkType(type);
        VcpuPlan.checkCount(request.vcpus());
        GuestSettings settings = GuestSettings.of(AmdType.of(type), request);
        OvmfImage firmware = OvmfImage.parse(request.firmware());
        SevRanges ranges = new SevRanges(firmware, hashes(request, settings));
        return new LaunchPlan(
                type,
                ranges.memory(request.memory()),
                ranges.list(),
                vcpus(type, request, settings, firmware),
                type.equals(SEV_ES),
                settings.policy().toGuestPolicy(),
                settings.profile().key(),
                notes(type, request, settings));
    }

    private static void checkType(GuestType type) {
        if (!type.equals(SEV) && !type.equals(SEV_ES)) {
            throw Problem.input("type.unknown", "launches of this guest type are not planned here")
                    .found(type)
                    .expected(SEV + " or " + SEV_ES)
                    .exception();
        }
    }

    private static Optional<KernelHashes> hashes(GuestRequest request, GuestSettings settings) {
        return request.boot().filter(boot -> settings.kernelHashes()).map(KernelHashes::of);
    }

    private static List<VcpuState> vcpus(
            GuestType type, GuestRequest request, GuestSettings settings, OvmfImage firmware) {
        int signature = settings.vcpuSignature()
                .orElseGet(() -> CpuModel.named(request.vcpuType()).signature());
        // Without SEV-ES the others wait for the first one to start them, as after any reset.
        long othersAt =
                type.equals(SEV) || request.vcpus() == 1 ? InitialState.RESET_VECTOR : VcpuPlan.othersAt(firmware);
        return new InitialState(settings.profile(), signature, settings.guestFeatures()).of(request.vcpus(), othersAt);
    }

    private static List<String> notes(GuestType type, GuestRequest request, GuestSettings settings) {
        List<String> notes = new ArrayList<>();
        if (request.boot().isPresent() && !request.properties().containsKey(GuestSetting.KERNEL_HASHES.key())) {
            notes.add("Kernel hashes are on because a kernel was given; QEMU's own default is off.");
        }
        if (request.boot().isPresent() && !settings.kernelHashes()) {
            notes.add("Kernel hashes are off: kernel, initial RAM disk and command line are not measured.");
        }
        if (!settings.policy().has(SevPolicyBit.NODBG)) {
            notes.add("The policy allows debugging: the host can read and change the guest's memory.");
        }
        if (type.equals(SEV)) {
            notes.add("The initial registers of a guest of type sev are not measured.");
        } else if (settings.profile() == Profile.INIT2
                && !request.properties().containsKey(GuestSetting.PROFILE.key())) {
            notes.add("Profile init2 sets MXCSR and FCW; QEMU's own default for SEV-ES leaves the FPU zero:"
                    + " that is profile legacy.");
        }
        return notes;
    }
}
