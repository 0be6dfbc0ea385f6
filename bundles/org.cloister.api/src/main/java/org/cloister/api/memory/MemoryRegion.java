// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import java.util.Objects;
import org.cloister.api.Numbers;

/**
 * A run of guest-physical addresses that has memory behind it. Immutable.
 *
 * @param name what it is, for people: {@code ram}, {@code rom}
 * @param gpa its first guest-physical address, a multiple of 4096
 * @param size its length in bytes, a positive multiple of 4096
 */
public record MemoryRegion(String name, long gpa, long size) {
    /** Checks alignment and that the region does not run over the end of the address space. */
    public MemoryRegion {
        Objects.requireNonNull(name, "name");
        boolean aligned = (gpa & 0xfff) == 0 && (size & 0xfff) == 0;
        if (!aligned || gpa < 0 || size <= 0 || gpa > Long.MAX_VALUE - size) {
            throw new IllegalArgumentException(
                    "region " + name + " at " + Numbers.hex(gpa) + " of " + Numbers.hex(size));
        }
    }

    /** The first address behind the region. */
    public long end() {
        return gpa + size;
    }

    /** Whether {@code length} bytes from {@code address} lie inside the region; false for a negative length. */
    public boolean contains(long address, long length) {
        return length >= 0 && address >= gpa && address <= end() - length;
    }

    /** Whether the two regions share an address. */
    public boolean overlaps(MemoryRegion other) {
        return gpa < other.end() && other.gpa < end();
    }
}
