// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.cpu.InitialState;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.firmware.KernelHashes;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
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
        OvmfImage firmware = OvmfImage.parse(request.firmware(), ImageMapping.FLASH);
        SevRanges ranges = new SevRanges(firmware, hashes(request, settings));
        return new LaunchPlan(
                type,
                ranges.memory(request.memory()),
                ranges.list(),
                vcpus(type, request, settings, firmware),
                type.equals(SEV_ES),
                settings.policy().toGuestPolicy(),
                settings.profile().key(),
                LaunchNotes.of(settings, request));
    }

    private static void checkType(GuestType type) {
        if (!type.equals(SEV) && !type.equals(SEV_ES)) {
            throw Problem.input(ProblemCodes.TYPE_UNKNOWN, "launches of this guest type are not planned here")
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
}
