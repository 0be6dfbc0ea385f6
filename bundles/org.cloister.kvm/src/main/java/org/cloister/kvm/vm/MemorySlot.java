// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.util.Objects;
import java.util.Optional;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;

/**
 * Guest-physical addresses with memory of this process behind them. Immutable.
 *
 * @param number of the slot, from 0
 * @param flags see {@link org.cloister.kvm.vm.abi.Constants}
 * @param gpa its first guest-physical address, a multiple of 4096
 * @param memory what the guest sees there, in place; it must outlive the slot
 * @param offset where in the memory it begins, a multiple of 4096
 * @param size its bytes, a multiple of 4096
 * @param privatePages where its private pages come from, for a machine that has them
 */
public record MemorySlot(
        int number, int flags, long gpa, Mapping memory, long offset, long size, Optional<PrivatePages> privatePages) {
    /**
     * Private pages of a slot.
     *
     * @param file made by {@link KvmVm#createGuestMemfd}
     * @param offset where in the file the slot begins, a multiple of 4096
     */
    public record PrivatePages(Descriptor file, long offset) {}

    /** Checks that it lies in its memory. */
    public MemorySlot {
        Objects.requireNonNull(privatePages, "privatePages");
        Objects.checkFromIndexSize(offset, size, memory.size());
    }

    /** A slot for the whole of a mapping. */
    public static MemorySlot of(int number, int flags, long gpa, Mapping memory) {
        return new MemorySlot(number, flags, gpa, memory, 0, memory.size(), Optional.empty());
    }

    /** The same slot with private pages. */
    public MemorySlot with(Descriptor file, long fileOffset) {
        return new MemorySlot(
                number, flags, gpa, memory, offset, size, Optional.of(new PrivatePages(file, fileOffset)));
    }

    long address() {
        return memory.address() + offset;
    }
}
