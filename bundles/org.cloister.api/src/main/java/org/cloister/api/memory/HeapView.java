// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.cloister.api.ProblemCodes;

/**
 * One side's view of memory in the heap.
 *
 * @param readable which frames the side may read
 * @param writable which it may write
 */
record HeapView(HeapMemory memory, LongPredicate readable, LongPredicate writable) implements MemoryView {
    @FunctionalInterface
    private interface Piece {
        void of(long frame, int from, int at, int count);
    }

    @Override
    public void read(long gpa, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        synchronized (memory) {
            permit(gpa, length, readable);
            cut(gpa, offset, length, (frame, from, at, count) -> {
                byte[] page = memory.bytes(frame);
                if (page == null) {
                    Arrays.fill(target, at, at + count, (byte) 0);
                } else {
                    System.arraycopy(page, from, target, at, count);
                }
            });
        }
    }

    @Override
    public void write(long gpa, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        synchronized (memory) {
            permit(gpa, length, writable);
            cut(
                    gpa,
                    offset,
                    length,
                    (frame, from, at, count) -> System.arraycopy(source, at, memory.touched(frame), from, count));
        }
    }

    @Override
    public List<MemoryRegion> written(MemoryRegion region) {
        return memory.written(region);
    }

    /** All pages are checked before the first is changed: a call that fails changes nothing. */
    private void permit(long gpa, int length, LongPredicate permitted) {
        memory.require(gpa, length);
        cut(gpa, 0, length, (frame, from, at, count) -> {
            if (!permitted.test(frame)) {
                throw HeapMemory.problem(
                        ProblemCodes.MEMORY_REFUSED, "this side may not do that to a private page", gpa, length);
            }
        });
    }

    private static void cut(long gpa, int offset, int length, Piece piece) {
        int done = 0;
        while (done < length) {
            int from = (int) ((gpa + done) % GuestMemory.PAGE);
            int count = Math.min(GuestMemory.PAGE - from, length - done);
            piece.of((gpa + done) / GuestMemory.PAGE, from, offset + done, count);
            done += count;
        }
    }
}
