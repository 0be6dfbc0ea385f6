// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.cpu.FlatState;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.firmware.FirmwareCodes;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;

/**
 * Plans SNP launches with a secure VM service module below the guest firmware: for owners, as QEMU's launches of
 * COCONUT-SVSM by flash do it. From 4 GiB downwards lie firmware, variables and module; measured are firmware, module,
 * the sections of the module's metadata and VMSAs that all begin in the module.
 */
public final class SvsmPlanner {
    private static final String MODULE = "svsm";

    private final GuestRequest request;
    private final GuestSettings settings;
    private final OvmfImage firmware;
    private final OvmfImage module;
    private final long gpa;

    private SvsmPlanner(GuestRequest request, Image module, long variables) {
        this.request = request;
        this.settings = GuestSettings.of(AmdType.SEV_SNP, request);
        VcpuPlan.checkCount(request.vcpus());
        this.firmware = OvmfImage.parse(request.firmware(), ImageMapping.FLASH);
        this.module = OvmfImage.parse(module, ImageMapping.FLASH);
        this.gpa = firmware.gpa() - variables - this.module.size();
    }

    /**
     * Everything that is put into the guest of a request.
     *
     * @param module the module's image
     * @param variables bytes of the store of variables below the firmware, a multiple of 4096; 0 where there is none
     * @throws CloisterException of kind {@code INPUT}, with what is wrong in the request and where
     */
    public static LaunchPlan plan(GuestRequest request, Image module, long variables) {
        if (variables < 0 || variables > OvmfImage.MAX_SIZE || variables % GuestMemory.PAGE != 0) {
            throw Problem.input(LaunchCodes.SVSM_VARIABLES, "variables in flash are whole pages")
                    .at("vars-size")
                    .found(variables + " bytes")
                    .expected("a multiple of 4096, at most " + OvmfImage.MAX_SIZE)
                    .remedy("give the file of the variables (--vars-file), as the launch has it")
                    .exception();
        }
        return new SvsmPlanner(request, module, variables).plan();
    }

    private LaunchPlan plan() {
        refuseOthers();
        SnpRanges sections = new SnpRanges(module, VmmKind.QEMU, Optional.empty());
        List<MemoryRegion> memory = memory();
        sections.sections().forEach(section -> MachineMemory.checkInside(section, memory, module));
        List<InitialRange> ranges = new ArrayList<>();
        ranges.add(SnpRanges.firmware(firmware));
        ranges.add(InitialRange.of(MODULE, gpa, PageKind.NORMAL, module.image().content()));
        ranges.addAll(sections.sectionRanges());
        return new LaunchPlan(
                SnpPlanner.TYPE,
                memory,
                ranges,
                vcpus(),
                true,
                settings.policy().toGuestPolicy(),
                settings.profile().key(),
                LaunchNotes.of(settings, request));
    }

    /** What is not known is not guessed. */
    private void refuseOthers() {
        if (request.boot().isPresent()) {
            throw unknown("kernel", "a kernel that is booted directly", "leave the kernel out");
        }
        if (settings.profile().monitor() != VmmKind.QEMU) {
            throw unknown("vmm", settings.profile().monitor().key(), "leave vmm and profile out");
        }
    }

    private static CloisterException unknown(String where, String found, String remedy) {
        return Problem.input(LaunchCodes.SVSM_UNKNOWN, "it is not known what is measured of this beside an SVSM")
                .at(where)
                .found(found)
                .expected("firmware and SVSM in QEMU's flash")
                .remedy(remedy)
                .exception();
    }

    private List<MemoryRegion> memory() {
        List<MemoryRegion> regions = new ArrayList<>(MachineMemory.of(request.memory(), firmware));
        regions.add(1, new MemoryRegion("rom", gpa, module.size()));
        return List.copyOf(regions);
    }

    private List<VcpuState> vcpus() {
        long offset = module.svsmEntry()
                .filter(entry -> entry < module.size())
                .orElseThrow(() -> Problem.input(
                                FirmwareCodes.SVSM_ENTRY, "this image does not say where an SVSM begins")
                        .at(module.image().name())
                        .found(module.svsmEntry()
                                .map(entry -> String.format(Locale.ROOT, "an entry at 0x%x", entry))
                                .orElse("no entry a789a612-0597-4c4b-a49f-cbb1fe9d1ddd in its table"))
                        .expected("an offset within the image")
                        .remedy("give the SVSM's image, svsm.bin of its build")
                        .exception());
        int signature = settings.vcpuSignature()
                .orElseGet(() -> CpuModel.named(request.vcpuType()).signature());
        return new FlatState(signature, settings.guestFeatures(), gpa + offset).of(request.vcpus());
    }
}
