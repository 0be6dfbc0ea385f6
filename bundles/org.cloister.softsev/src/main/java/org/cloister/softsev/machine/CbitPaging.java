// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private static final long PRESENT = 1;
    private static final long ADDRESS = (1L << 52) - GuestMemory.PAGE;
    /** Enough to map 16 TiB by pages of 2 MiB; tables that map themselves have more. */
    private static final int MOST_TABLES = 1 << 14;

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
            Walk walk = new Walk(registers, mode);
            walk.table(mode.top(registers.cr3(), address(registers.cr3())), mode.levels);
            walk.turn();
        } else {
            memory.turn(0, ADDRESS, Visibility.PRIVATE);
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
            long entry = entries(table + index * mode.entry, mode.entry, mode)[0];
            if ((entry & PRESENT) == 0) {
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
        return entry & ADDRESS & ~cbit;
    }

    /** Entries of a table, which are read through the key whatever their page's state. */
    private long[] entries(long gpa, int bytes, PagingMode mode) {
        ByteBuffer in = ByteBuffer.wrap(memory.read(gpa, bytes, true)).order(ByteOrder.LITTLE_ENDIAN);
        long[] entries = new long[bytes / mode.entry];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = mode.entry == Long.BYTES ? in.getLong() : Integer.toUnsignedLong(in.getInt());
        }
        return entries;
    }

    /** One walk through all tables. It turns runs of pages, not page by page. */
    private final class Walk {
        private final Registers registers;
        private final PagingMode mode;
        private int tables;
        private long from;
        private long end;
        private Visibility visibility = Visibility.PRIVATE;

        Walk(Registers registers, PagingMode mode) {
            this.registers = registers;
            this.mode = mode;
        }

        void table(long gpa, int level) {
            if (++tables > MOST_TABLES) {
                throw Problem.operation(
                                SoftSevCodes.PAGING_TABLES, "the guest's page tables are too many, or map themselves")
                        .expected("at most " + MOST_TABLES)
                        .exception();
            }
            for (long entry : entries(gpa, mode.entries(level) * mode.entry, mode)) {
                if ((entry & PRESENT) != 0) {
                    follow(entry, level);
                }
            }
        }

        void turn() {
            memory.turn(from, end - from, visibility);
        }

        private void follow(long entry, int level) {
            if (mode.leaf(registers, entry, level)) {
                long size = 1L << mode.shift(level);
                map(address(entry) & -size, size, (entry & cbit) == 0 ? Visibility.SHARED : Visibility.PRIVATE);
            } else {
                table(address(entry), level - 1);
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
    }
}
