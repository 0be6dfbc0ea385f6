// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.GuestPaging.Registers;
import org.cloister.softsev.codes.SoftSevCodes;

/** One walk through all page tables that a processor's registers lead to, in the order of linear addresses. */
final class TableWalk {
    static final long PRESENT = 1;

    private static final long ADDRESS = (1L << 52) - GuestMemory.PAGE;
    /** Enough to map 16 TiB by pages of 2 MiB; tables that map themselves have more. */
    private static final int MOST_TABLES = 1 << 14;

    /** The guest's memory as a processor reads tables in it: through the key. */
    interface Tables {
        byte[] read(long gpa, int length);
    }

    /** What is done with a table. */
    interface Visitor {
        /**
         * A table was read; those that it leads to come after it, each behind its entry.
         *
         * @param gpa where it begins
         */
        default void table(long gpa, long[] entries) {}

        /**
         * An entry that is present.
         *
         * @param at where it lies
         * @param target where it leads, without the C-bit
         * @param size bytes of the page that it maps; 0 where it leads to another table
         */
        void entry(long at, long entry, long target, long size);
    }

    private final Registers registers;
    private final PagingMode mode;
    private final Tables memory;
    private final long cbit;
    private int tables;

    TableWalk(Registers registers, Tables memory, long cbit) {
        this.registers = registers;
        this.memory = memory;
        this.cbit = cbit;
        mode = PagingMode.of(registers);
    }

    /**
     * Goes through all of them.
     *
     * @throws org.cloister.api.CloisterException {@code paging.tables} for too many, {@code memory.outside} for one
     *     that is nowhere
     */
    void go(Visitor visitor) {
        if (mode != PagingMode.NONE) {
            table(mode.top(registers.cr3(), address(registers.cr3(), cbit)), mode.levels, visitor);
        }
    }

    private void table(long gpa, int level, Visitor visitor) {
        if (++tables > MOST_TABLES) {
            throw Problem.operation(
                            SoftSevCodes.PAGING_TABLES, "the guest's page tables are too many, or map themselves")
                    .expected("at most " + MOST_TABLES)
                    .exception();
        }
        long[] entries = entries(memory, gpa, mode.entries(level) * mode.entry, mode);
        visitor.table(gpa, entries);
        for (int i = 0; i < entries.length; i++) {
            if ((entries[i] & PRESENT) != 0) {
                follow(gpa + (long) i * mode.entry, entries[i], level, visitor);
            }
        }
    }

    private void follow(long at, long entry, int level, Visitor visitor) {
        if (mode.leaf(registers, entry, level)) {
            long size = 1L << mode.shift(level);
            visitor.entry(at, entry, address(entry, cbit) & -size, size);
        } else {
            visitor.entry(at, entry, address(entry, cbit), 0);
            table(address(entry, cbit), level - 1, visitor);
        }
    }

    static long address(long entry, long cbit) {
        return entry & ADDRESS & ~cbit;
    }

    static long[] entries(Tables memory, long gpa, int bytes, PagingMode mode) {
        ByteBuffer in = ByteBuffer.wrap(memory.read(gpa, bytes)).order(ByteOrder.LITTLE_ENDIAN);
        long[] entries = new long[bytes / mode.entry];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = mode.entry == Long.BYTES ? in.getLong() : Integer.toUnsignedLong(in.getInt());
        }
        return entries;
    }
}
