// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import org.cloister.api.memory.Visibility;

/** Guest-physical memory with the C-bit alone, as the guest reaches it with the C-bit or without. */
public interface GuestBytes {
    /** Reads, through the key or as it lies there. */
    byte[] read(long gpa, int length, boolean key);

    /** Writes, through the key or as it is. */
    void write(long gpa, byte[] content, boolean key);

    /** The guest's page tables turn pages; what of the range is not memory is left out. */
    void turn(long gpa, long size, Visibility visibility);
}
