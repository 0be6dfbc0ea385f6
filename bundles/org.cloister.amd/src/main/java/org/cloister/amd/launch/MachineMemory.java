// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.firmware.SevSection;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;

/** Where a machine has memory, by the rule of QEMU's q35 machine, and whether a firmware's sections lie in it. */
final class MachineMemory {
    static final long LEAST = 1L << 20;
    static final long MOST = 1L << 40;

    private static final long FOUR_GIB = 1L << 32;
    /** A machine with at least so much RAM has {@link #SPLIT_LOW} of it below 4 GiB. */
    private static final long SPLIT_FROM = 0xb0000000L;

    private static final long SPLIT_LOW = 0x80000000L;

    private MachineMemory() {}

    /** The regions of a machine, by ascending address. */
    static List<MemoryRegion> of(long ram, OvmfImage firmware) {
        check(ram);
        long low = ram >= SPLIT_FROM ? SPLIT_LOW : ram;
        List<MemoryRegion> regions = new ArrayList<>();
        regions.add(new MemoryRegion("ram", 0, low));
        regions.add(new MemoryRegion("rom", firmware.gpa(), firmware.size()));
        if (ram > low) {
            regions.add(new MemoryRegion("ram", FOUR_GIB, ram - low));
        }
        return List.copyOf(regions);
    }

    /** Refuses a section that does not lie in RAM, with the size that would do. */
    static void checkInside(SevSection section, List<MemoryRegion> regions, OvmfImage firmware) {
        MemoryRegion low = regions.get(0);
        if (low.contains(section.gpa(), section.size())) {
            return;
        }
        Problem problem = Problem.input(
                        LaunchCodes.MEMORY_SMALL, "a section that the firmware needs does not lie in the guest's RAM")
                .at(firmware.image().name() + ", " + section)
                .found(String.format(
                        Locale.ROOT, "RAM below 4 GiB up to 0x%x, the section ends at 0x%x", low.end(), section.end()));
        if (section.end() > SPLIT_FROM) {
            throw problem.remedy("no size of memory reaches there: use another firmware")
                    .exception();
        }
        long enough = Math.max(section.end(), LEAST);
        String below = section.end() > SPLIT_LOW ? String.format(Locale.ROOT, ", less than 0x%x", SPLIT_FROM) : "";
        throw problem.expected(String.format(
                        Locale.ROOT, "at least 0x%x bytes (%d KiB) of memory%s", enough, enough >>> 10, below))
                .exception();
    }

    private static void check(long ram) {
        if (ram < LEAST) {
            throw wrong(LaunchCodes.MEMORY_SMALL, "the guest has too little memory", ram);
        }
        if (ram > MOST) {
            throw wrong(LaunchCodes.MEMORY_LARGE, "the guest has too much memory", ram);
        }
        if (ram % GuestMemory.PAGE != 0) {
            throw wrong(LaunchCodes.MEMORY_SIZE, "memory is not made of whole pages", ram);
        }
    }

    private static RuntimeException wrong(String code, String what, long ram) {
        return Problem.input(code, what)
                .at("memory")
                .found(ram % 1024 == 0 ? (ram >>> 10) + " KiB, which are " + ram + " bytes" : ram + " bytes")
                .expected("a multiple of 4096, from " + LEAST + " (1 MiB) to " + MOST + " (1 TiB)")
                .exception();
    }
}
