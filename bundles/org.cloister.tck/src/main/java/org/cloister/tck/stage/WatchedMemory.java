// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

import java.util.List;
import java.util.OptionalLong;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** The memory of a machine that is lent. */
record WatchedMemory(WatchedMachine lent, GuestMemory memory) implements GuestMemory {
    @Override
    public List<MemoryRegion> regions() {
        return memory.regions();
    }

    @Override
    public MemoryView hostView() {
        return new WatchedView(lent, memory.hostView(), "hostView");
    }

    @Override
    public MemoryView guestView() {
        return new WatchedView(lent, memory.guestView(), "guestView");
    }

    @Override
    public PageState page(long gpa) {
        lent.before("page");
        return memory.page(gpa);
    }

    @Override
    public void turn(long gpa, long size, Visibility to, Turn by) {
        lent.before("turn");
        memory.turn(gpa, size, to, by);
    }

    @Override
    public OptionalLong hostAddress(long gpa) {
        lent.before("hostAddress");
        return memory.hostAddress(gpa);
    }

    private record WatchedView(WatchedMachine lent, MemoryView view, String name) implements MemoryView {
        @Override
        public void read(long gpa, byte[] target, int offset, int length) {
            lent.before(name + ".read");
            view.read(gpa, target, offset, length);
        }

        @Override
        public void write(long gpa, byte[] source, int offset, int length) {
            lent.before(name + ".write");
            view.write(gpa, source, offset, length);
        }

        @Override
        public List<MemoryRegion> written(MemoryRegion region) {
            lent.before(name + ".written");
            return view.written(region);
        }
    }
}
