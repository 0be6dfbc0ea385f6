// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryView;

/**
 * One side's view of a memory.
 *
 * @param readable which frames the side may read
 * @param writable which it may write
 */
record PageView(CapsuleMemory memory, LongPredicate readable, LongPredicate writable) implements MemoryView {
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

    /** All pages are asked for before the first is changed: a call that fails changes nothing. */
    private void permit(long gpa, int length, LongPredicate permitted) {
        memory.require(gpa, length);
        cut(gpa, 0, length, (frame, from, at, count) -> {
            if (!permitted.test(frame)) {
                throw CapsuleMemory.problem("memory.refused", "the page is private", frame * GuestMemory.PAGE);
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
