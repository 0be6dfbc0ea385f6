// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.Arrays;
import java.util.Optional;

/** Structures of an IGVM file's variable header, by their numbers (Microsoft, igvm_defs, IgvmVariableHeaderType). */
enum IgvmHeaderType {
    SUPPORTED_PLATFORM(0x1),
    GUEST_POLICY(0x101),
    RELOCATABLE_REGION(0x102),
    PAGE_TABLE_RELOCATION_REGION(0x103),
    PARAMETER_AREA(0x301),
    PAGE_DATA(0x302),
    PARAMETER_INSERT(0x303),
    VP_CONTEXT(0x304),
    REQUIRED_MEMORY(0x305),
    VP_COUNT_PARAMETER(0x307),
    SRAT(0x308),
    MADT(0x309),
    MMIO_RANGES(0x30a),
    SNP_ID_BLOCK(0x30b),
    MEMORY_MAP(0x30c),
    ERROR_RANGE(0x30d),
    COMMAND_LINE(0x30e),
    SLIT(0x30f),
    PPTT(0x310),
    VBS_MEASUREMENT(0x311),
    DEVICE_TREE(0x312),
    ENVIRONMENT_INFO_PARAMETER(0x313);

    /** Set where a loader may pass over what it does not know. */
    private static final long OPTIONAL = 1L << 31;

    private final int number;

    IgvmHeaderType(int number) {
        this.number = number;
    }

    /** The type of that number, whether a loader may pass over it or not; empty for one that is not known. */
    static Optional<IgvmHeaderType> of(long number) {
        return Arrays.stream(values())
                .filter(type -> type.number == (number & ~OPTIONAL))
                .findFirst();
    }
}
