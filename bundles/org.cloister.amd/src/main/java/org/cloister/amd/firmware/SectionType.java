// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.util.Optional;
import org.cloister.api.Numbers;

/**
 * What a section of the SEV metadata is for (edk2, {@code OvmfPkg/ResetVector/X64/OvmfSevMetadata.asm}). Open: an image
 * may hold numbers that are not known here. Immutable.
 *
 * @param code unsigned 32 bits
 */
public record SectionType(long code) {
    /** Memory that the firmware uses before it can accept pages. */
    public static final SectionType SEC_MEM = new SectionType(1);
    /** The secrets page. */
    public static final SectionType SECRETS = new SectionType(2);
    /** The CPUID page. */
    public static final SectionType CPUID = new SectionType(3);
    /** The calling area of a secure VM service module. */
    public static final SectionType SVSM_CAA = new SectionType(4);
    /** The table of kernel hashes. */
    public static final SectionType KERNEL_HASHES = new SectionType(0x10);

    /** Its name in words; empty for a number that is not known. */
    public Optional<String> name() {
        return Optional.ofNullable(
                switch ((int) Math.min(code, Integer.MAX_VALUE)) {
                    case 1 -> "sec mem";
                    case 2 -> "secrets";
                    case 3 -> "cpuid";
                    case 4 -> "svsm caa";
                    case 0x10 -> "kernel hashes";
                    default -> null;
                });
    }

    // Written out for the start of commands, as in Guid
    @Override
    public boolean equals(Object other) {
        return other instanceof SectionType type && code == type.code;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(code);
    }

    /** The name with the number, or the number alone. */
    @Override
    public String toString() {
        String number = Numbers.hex(code);
        return name().map(name -> name + " (" + number + ")").orElse(number);
    }
}
