// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** A guest's memory for who runs its processors without encryption: its page tables have no C-bit there. */
record PlainMemory(GuestMemory memory, ExecutedTables tables) implements GuestMemory {
    @Override
    public MemoryView guestView() {
        return new View(memory.guestView(), tables);
    }

    @Override
    public List<MemoryRegion> regions() {
        return memory.regions();
    }

    @Override
    public MemoryView hostView() {
        return memory.hostView();
    }

    @Override
    public PageState page(long gpa) {
        return memory.page(gpa);
    }

    @Override
    public void turn(long gpa, long size, Visibility to, Turn by) {
        memory.turn(gpa, size, to, by);
    }

    @Override
    public OptionalLong hostAddress(long gpa) {
        return memory.hostAddress(gpa);
    }

    private record View(MemoryView guest, ExecutedTables tables) implements MemoryView {
        @Override
        public void read(long gpa, byte[] target, int offset, int length) {
            guest.read(gpa, target, offset, length);
            tables.plain(gpa, target, offset, length);
        }

        @Override
        public void write(long gpa, byte[] source, int offset, int length) {
            byte[] own = tables.encrypted(gpa, source, offset, length);
            try {
                guest.write(gpa, own, 0, length);
            } finally {
                Arrays.fill(own, (byte) 0);
            }
        }

        @Override
        public List<MemoryRegion> written(MemoryRegion region) {
            return guest.written(region);
        }
    }
}
