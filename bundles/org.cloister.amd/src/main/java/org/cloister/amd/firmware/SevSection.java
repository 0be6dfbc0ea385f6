// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.util.Locale;
import java.util.Objects;

/**
 * A run of guest memory that the SEV metadata of an image asks for. Immutable.
 *
 * @param gpa its first guest-physical address, a multiple of 4096 below 4 GiB
 * @param size its length in bytes, a positive multiple of 4096
 * @param type what it is for
 * @param offset where its descriptor begins in the image
 */
public record SevSection(long gpa, long size, SectionType type, int offset) {
    /** Checks that there is a type. */
    public SevSection {
        Objects.requireNonNull(type, "type");
    }

    /** The first address behind it. */
    public long end() {
        return gpa + size;
    }

    /** Whether the two share an address. */
    public boolean overlaps(SevSection other) {
        return gpa < other.end() && other.gpa < end();
    }

    /** Type, address and size. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at 0x%x of 0x%x bytes", type, gpa, size);
    }
}
