// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.model.PlatformSettings;

/** Which machines a platform can make. */
final class MachineLimits {
    /** A guest's firmware comes on top of what it is given as memory, and none is larger. */
    private static final long FIRMWARE = 16L << 20;

    private MachineLimits() {}

    static void check(MachineSpec spec, PlatformSettings settings, PlatformFacts facts) {
        String type = spec.type().name();
        require(
                facts.offers(type),
                ProblemCodes.MACHINE_TYPE,
                facts.whyNot(type),
                type,
                facts.features().keySet());
        require(
                spec.vcpus() <= settings.maxVcpus(),
                SoftSevCodes.MACHINE_VCPUS,
                "too many vCPUs",
                spec.vcpus(),
                "at most " + settings.maxVcpus());
        long bytes = spec.memory().stream().mapToLong(MemoryRegion::size).sum();
        require(
                bytes <= settings.maxMemory() + FIRMWARE,
                SoftSevCodes.MACHINE_MEMORY,
                "too much memory",
                bytes + " bytes",
                "at most " + settings.maxMemory() + " beside the firmware");
        checkCbit(spec.memory().get(spec.memory().size() - 1), settings.cbit());
    }

    // An address with the C-bit in it would mean encrypted memory at another one.
    private static void checkCbit(MemoryRegion last, int cbit) {
        String end = Numbers.hex(last.end());
        require(
                last.end() <= 1L << cbit,
                SoftSevCodes.MACHINE_MEMORY,
                "memory reaches up to the C-bit",
                end,
                "bits below " + cbit);
    }

    private static void require(boolean holds, String code, String what, Object found, Object expected) {
        if (!holds) {
            throw Problem.host(code, what)
                    .at("platform " + SoftSev.NAME)
                    .found(found)
                    .expected(expected)
                    .exception();
        }
    }
}
