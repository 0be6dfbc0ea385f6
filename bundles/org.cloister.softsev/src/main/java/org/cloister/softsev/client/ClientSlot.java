// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import org.cloister.api.Numbers;

/**
 * A piece of guest memory, as {@code KVM_SET_USER_MEMORY_REGION2} has it. Immutable.
 *
 * @param number of the slot, from 0
 * @param gpa guest-physical address of its first byte, a multiple of 4096
 * @param size bytes, a multiple of 4096; 0 takes the slot away
 * @param uaddr the client's address of its first byte, a multiple of 4096
 * @param guestMemfd whether its pages can be private ({@code KVM_MEM_GUEST_MEMFD})
 */
public record ClientSlot(int number, long gpa, long size, long uaddr, boolean guestMemfd) {
    @Override
    public String toString() {
        return "slot " + number + " at " + Numbers.hex(gpa) + ", " + size + " bytes";
    }
}
