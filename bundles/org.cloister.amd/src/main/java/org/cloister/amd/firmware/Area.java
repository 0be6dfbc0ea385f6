// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

/**
 * A place in guest memory that the firmware reserves. Immutable.
 *
 * @param base its guest-physical address, unsigned 32 bits
 * @param size its length in bytes, unsigned 32 bits; both are zero in builds that reserve nothing
 */
public record Area(long base, long size) {
    /** Whether there is such a place at all. */
    public boolean isPresent() {
        return base != 0 && size != 0;
    }
}
