// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.MemorySlot;
import org.cloister.kvm.vm.abi.Constants;

/**
 * The guest's plaintext in pages of this process, for as long as its processors run on them. What they wrote goes back
 * into the guest's memory, where it is ciphertext for the host again.
 */
final class GuestCopy implements AutoCloseable {
    private static final int PAGE = GuestMemory.PAGE;
    private static final int CHUNK = 1 << 20;

    private final MemoryView guest;
    private final List<Slot> slots = new ArrayList<>();

    private record Slot(int number, MemoryRegion region, Mapping pages) {}

    GuestCopy(MemoryView guest) {
        this.guest = guest;
    }

    /** Copies a region. */
    void add(MemoryRegion region) {
        Mapping pages = Mapping.anonymous(region.size(), "guest memory " + region.name());
        slots.add(new Slot(slots.size(), region, pages));
        guest.written(region).forEach(run -> copyIn(run, region, pages));
    }

    /** Puts the copies into a machine, which has to be closed before they are. */
    void into(KvmVm vm) {
        slots.forEach(slot -> vm.setMemory(MemorySlot.of(
                slot.number(), Constants.MEM_LOG_DIRTY_PAGES, slot.region().gpa(), slot.pages())));
    }

    private void copyIn(MemoryRegion run, MemoryRegion region, Mapping pages) {
        byte[] chunk = new byte[(int) Math.min(CHUNK, run.size())];
        try {
            for (long at = run.gpa(); at < run.end(); at += chunk.length) {
                int count = (int) Math.min(chunk.length, run.end() - at);
                guest.read(at, chunk, 0, count);
                pages.write(at - region.gpa(), chunk, 0, count);
            }
        } finally {
            Arrays.fill(chunk, (byte) 0);
        }
    }

    /** Gives back what the guest wrote since the copy was made or given back the last time. */
    void writeBack(KvmVm vm) {
        slots.forEach(slot -> writeBack(slot, vm.dirtyPages(slot.number())));
    }

    private void writeBack(Slot slot, BitSet dirty) {
        byte[] page = new byte[PAGE];
        try {
            dirty.stream().forEach(frame -> {
                long offset = (long) frame * PAGE;
                slot.pages().read(offset, page, 0, PAGE);
                guest.write(slot.region().gpa() + offset, page, 0, PAGE);
            });
        } finally {
            Arrays.fill(page, (byte) 0);
        }
    }

    /** Unmaps the copies; the kernel clears their pages before anybody else gets them. */
    @Override
    public void close() {
        slots.forEach(slot -> slot.pages().close());
    }
}
