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
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;

/** Plans SNP launches. A plan depends on the request alone, so that owner and host get the same. */
public final class SnpPlanner {
    /** The type whose launches are planned here. */
    public static final GuestType TYPE = AmdType.SEV_SNP.type();
    /** The most processors a guest may have: those of QEMU's q35 machine (hw/i386/pc_q35.c). */
    public static final int MOST_VCPUS = 4096;

    private SnpPlanner() {}

    /**
     * Everything that is put into the guest of a request.
     *
     * @throws org.cloister.api.CloisterException of kind {@code INPUT}, with what is wrong in the request and where
     */
    public static LaunchPlan plan(GuestRequest request) {
        GuestSettings settings = GuestSettings.of(AmdType.SEV_SNP, request);
        VcpuPlan.checkCount(request.vcpus());
        OvmfImage firmware = OvmfImage.parse(request.firmware(), ImageMapping.ROM);
        SnpRanges ranges = ranges(request, settings, firmware);
        return new LaunchPlan(
                TYPE,
                memory(request, firmware, ranges),
                ranges.list(),
                vcpus(request, settings, firmware),
                true,
                settings.policy().toGuestPolicy(),
                settings.profile().key(),
                LaunchNotes.of(settings, request));
    }

    private static SnpRanges ranges(GuestRequest request, GuestSettings settings, OvmfImage firmware) {
        Optional<KernelHashes> hashes =
                request.boot().filter(boot -> settings.kernelHashes()).map(KernelHashes::of);
        return new SnpRanges(firmware, settings.profile().monitor(), hashes);
    }

    private static List<MemoryRegion> memory(GuestRequest request, OvmfImage firmware, SnpRanges ranges) {
        List<MemoryRegion> regions = MachineMemory.of(request.memory(), firmware);
        ranges.sections().forEach(section -> MachineMemory.checkInside(section, regions, firmware));
        return regions;
    }

    private static List<VcpuState> vcpus(GuestRequest request, GuestSettings settings, OvmfImage firmware) {
        int signature = settings.vcpuSignature()
                .orElseGet(() -> CpuModel.named(request.vcpuType()).signature());
        long othersAt = request.vcpus() == 1 ? 0 : VcpuPlan.othersAt(firmware);
        return new InitialState(settings.profile(), signature, settings.guestFeatures()).of(request.vcpus(), othersAt);
    }
}
