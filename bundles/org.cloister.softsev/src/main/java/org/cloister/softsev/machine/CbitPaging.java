// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Visibility;
import org.cloister.softsev.client.GuestPaging;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.memory.GuestBytes;

/** Page tables with the C-bit, in memory with the C-bit alone. */
final class CbitPaging implements GuestPaging {
    private static final long EVERYWHERE = 1L << 52;

    private final GuestBytes memory;
    private final long cbit;

    CbitPaging(GuestBytes memory, int cbitPosition) {
        this.memory = memory;
        cbit = 1L << cbitPosition;
    }

    @Override
    public void load(Registers registers) {
        PagingMode mode = PagingMode.of(registers);
        if (mode.cbit) {
            Runs runs = new Runs();
            new TableWalk(registers, this::table, cbit).go(runs);
            runs.turn();
        } else {
            memory.turn(0, EVERYWHERE, Visibility.PRIVATE);
        }
    }

    @Override
    public Optional<Mapping> translate(Registers registers, long address) {
        PagingMode mode = PagingMode.of(registers);
        long linear = mode.linear(address);
        if (mode == PagingMode.NONE) {
            long offset = linear % GuestMemory.PAGE;
            return Optional.of(new Mapping(linear, GuestMemory.PAGE - offset, true));
        }
        long table = mode.top(registers.cr3(), address(registers.cr3()));
        for (int level = mode.levels; level > 0; level--) {
            long index = linear >>> mode.shift(level) & mode.entries(level) - 1;
            long entry = TableWalk.entries(this::table, table + index * mode.entry, mode.entry, mode)[0];
            if ((entry & TableWalk.PRESENT) == 0) {
                return Optional.empty();
            }
            if (mode.leaf(registers, entry, level)) {
                return Optional.of(mapping(entry, linear, 1L << mode.shift(level), mode));
            }
            table = address(entry);
        }
        return Optional.empty();
    }

    @Override
    public Bytes fetch(Registers registers, long linear, int length) {
        return read(registers, linear, length, true);
    }

    @Override
    public Bytes read(Registers registers, long linear, int length) {
        return read(registers, linear, length, false);
    }

    private Bytes read(Registers registers, long linear, int length, boolean instructions) {
        byte[] content = new byte[length];
        int done = 0;
        while (done < length) {
            Mapping at = required(registers, linear + done);
            int count = (int) Math.min(at.left(), length - done);
            boolean key = instructions || at.encrypted();
            System.arraycopy(memory.read(at.gpa(), count, key), 0, content, done, count);
            done += count;
        }
        return Bytes.of(content);
    }

    @Override
    public void write(Registers registers, long linear, Bytes content) {
        int done = 0;
        while (done < content.length()) {
            Mapping at = required(registers, linear + done);
            int count = (int) Math.min(at.left(), content.length() - done);
            byte[] piece = Arrays.copyOfRange(content.toArray(), done, done + count);
            memory.write(at.gpa(), piece, at.encrypted());
            done += count;
        }
    }

    private Mapping required(Registers registers, long linear) {
        return translate(registers, linear)
                .orElseThrow(() -> Problem.operation(
                                SoftSevCodes.PAGING_FAULT, "the guest's page tables do not map this address")
                        .at(Numbers.hex(linear))
                        .exception());
    }

    private Mapping mapping(long entry, long linear, long size, PagingMode mode) {
        long offset = linear & size - 1;
        return new Mapping((address(entry) & -size) + offset, size - offset, !mode.cbit || (entry & cbit) != 0);
    }

    private long address(long entry) {
        return TableWalk.address(entry, cbit);
    }

    private byte[] table(long gpa, int length) {
        return memory.read(gpa, length, true);
    }

    /** Turns runs of pages, not page by page. */
    private final class Runs implements TableWalk.Visitor {
        private long from;
        private long end;
        private Visibility visibility = Visibility.PRIVATE;

        @Override
        public void entry(long at, long entry, long target, long size) {
            if (size > 0) {
                map(target, size, (entry & cbit) == 0 ? Visibility.SHARED : Visibility.PRIVATE);
            }
        }

        private void map(long gpa, long size, Visibility to) {
            if (gpa != end || to != visibility) {
                turn();
                from = gpa;
                visibility = to;
            }
            end = gpa + size;
        }

        void turn() {
            memory.turn(from, end - from, visibility);
        }
    }
}
