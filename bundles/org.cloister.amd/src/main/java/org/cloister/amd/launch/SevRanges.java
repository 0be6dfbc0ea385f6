// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.firmware.Area;
import org.cloister.amd.firmware.FirmwareCodes;
import org.cloister.amd.firmware.KernelHashes;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.firmware.SectionType;
import org.cloister.amd.firmware.SevSection;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.InitialRange.Role;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.MemoryRegion;

/** What is put into an SEV or SEV-ES guest: the firmware, then the table of kernel hashes, which is QEMU's order. */
final class SevRanges {
    /** Addresses and lengths of LAUNCH_UPDATE_DATA are multiples of it (SEV API, "LAUNCH_UPDATE_DATA"). */
    private static final int BLOCK = 16;

    private final OvmfImage firmware;
    private final Optional<KernelHashes> hashes;

    SevRanges(OvmfImage firmware, Optional<KernelHashes> hashes) {
        this.firmware = firmware;
        this.hashes = hashes;
    }

    List<InitialRange> list() {
        List<InitialRange> ranges = new ArrayList<>();
        ranges.add(SnpRanges.firmware(firmware));
        hashes.ifPresent(
                table -> ranges.add(InitialRange.of("kernel hashes", area().base(), PageKind.NORMAL, table.table())
                        .in(Role.KERNEL_HASHES)));
        return ranges;
    }

    List<MemoryRegion> memory(long ram) {
        List<MemoryRegion> regions = MachineMemory.of(ram, firmware);
        if (hashes.isPresent()) {
            Area area = area();
            SevSection place = new SevSection(area.base(), area.size(), SectionType.KERNEL_HASHES, 0);
            MachineMemory.checkInside(place, regions, firmware);
        }
        return regions;
    }

    private Area area() {
        Area area = firmware.hashTableArea().filter(Area::isPresent).orElseThrow(this::missing);
        if (area.size() < KernelHashes.SIZE || area.base() % BLOCK != 0) {
            throw Problem.input(FirmwareCodes.OVMF_HASHES_AREA, "the area for kernel hashes cannot hold them")
                    .at(firmware.image().name())
                    .found(String.format(Locale.ROOT, "0x%x bytes at 0x%x", area.size(), area.base()))
                    .expected("at least " + KernelHashes.SIZE + " bytes at a multiple of " + BLOCK)
                    .exception();
        }
        return area;
    }

    private RuntimeException missing() {
        return Problem.input(ProblemCodes.OVMF_HASHES_MISSING, "the firmware has no area for kernel hashes")
                .at(firmware.image().name() + ", kernel-hashes=on")
                .remedy("use an OVMF build with kernel hashes, such as AmdSev, or kernel-hashes=off,"
                        + " which leaves the kernel unmeasured")
                .exception();
    }
}
