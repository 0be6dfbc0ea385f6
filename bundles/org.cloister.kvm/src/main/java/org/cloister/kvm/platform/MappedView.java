// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.Objects;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryView;

/** One side's view of mapped memory. Private pages are refused as a whole before anything is copied. */
final class MappedView implements MemoryView {
    @FunctionalInterface
    private interface Piece {
        void of(RegionMemory region, long offset, int at, int count);
    }

    private final KvmMemory memory;
    private final boolean privateReadable;

    MappedView(KvmMemory memory, boolean privateReadable) {
        this.memory = memory;
        this.privateReadable = privateReadable;
    }

    @Override
    public void read(long gpa, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        synchronized (memory) {
            memory.requireMemory(gpa, length);
            if (!privateReadable) {
                requireShared(gpa, length, "what is in it cannot be read from outside");
            }
            cut(gpa, offset, length, (region, from, at, count) -> region.pages().read(from, target, at, count));
        }
    }

    @Override
    public void write(long gpa, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        synchronized (memory) {
            memory.requireMemory(gpa, length);
            requireShared(gpa, length, "it cannot be written from outside");
            cut(gpa, offset, length, (region, from, at, count) -> region.pages().write(from, source, at, count));
        }
    }

    private void requireShared(long gpa, int length, String why) {
        for (long frame = gpa / GuestMemory.PAGE; frame * GuestMemory.PAGE < gpa + length; frame++) {
            if (memory.isPrivate(frame)) {
                throw Problem.operation(ProblemCodes.MEMORY_REFUSED, "the page is private: " + why)
                        .at(Numbers.hex(frame * GuestMemory.PAGE))
                        .exception();
            }
        }
    }

    private void cut(long gpa, int offset, int length, Piece piece) {
        int done = 0;
        while (done < length) {
            RegionMemory region = memory.regionOf(gpa + done).orElseThrow();
            int count = (int) Math.min(length - done, region.region().end() - gpa - done);
            piece.of(region, gpa + done - region.region().gpa(), offset + done, count);
            done += count;
        }
    }
}
