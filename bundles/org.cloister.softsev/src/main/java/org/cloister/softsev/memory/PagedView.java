// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.List;
import java.util.Objects;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;

/** A view of one side: cuts each run into pages and asks for all of them before it changes the first. */
final class PagedView implements MemoryView {
    /** Receives a piece that does not leave its page. */
    @FunctionalInterface
    interface Piece {
        void of(long frame, int from, int at, int count);
    }

    private final SparseMemory memory;
    private final Side side;

    PagedView(SparseMemory memory, Side side) {
        this.memory = memory;
        this.side = side;
    }

    @Override
    public void read(long gpa, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        synchronized (memory) {
            memory.requireMemory(gpa, length);
            cut(gpa, offset, length, (frame, from, at, count) -> require(frame, side.whyNotRead(frame)));
            cut(gpa, offset, length, (frame, from, at, count) -> side.read(frame, from, target, at, count));
        }
    }

    @Override
    public void write(long gpa, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        synchronized (memory) {
            memory.requireMemory(gpa, length);
            cut(gpa, offset, length, (frame, from, at, count) -> require(frame, side.whyNotWrite(frame)));
            cut(gpa, offset, length, (frame, from, at, count) -> side.write(frame, from, source, at, count));
        }
    }

    @Override
    public List<MemoryRegion> written(MemoryRegion region) {
        return memory.written(region);
    }

    private static void require(long frame, String reason) {
        if (reason != null) {
            throw Problem.operation(ProblemCodes.MEMORY_REFUSED, reason)
                    .at(Numbers.hex(frame * GuestMemory.PAGE))
                    .exception();
        }
    }

    static void cut(long gpa, int offset, int length, Piece piece) {
        int done = 0;
        while (done < length) {
            int from = (int) ((gpa + done) % GuestMemory.PAGE);
            int count = Math.min(GuestMemory.PAGE - from, length - done);
            piece.of((gpa + done) / GuestMemory.PAGE, from, offset + done, count);
            done += count;
        }
    }
}
