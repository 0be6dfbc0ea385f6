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
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.memory.EncryptedPages;

/**
 * An SEV guest's page tables, for code that plays the guest: they decide which of its pages are private (APM volume 2,
 * 15.34.5). Tables have four levels (APM volume 2, 5.3) and are always read through the guest's key, as instructions
 * are. Got by {@code VirtualMachine.adapt(GuestPaging.class)}; safe for use by several threads.
 */
public final class GuestPaging {
    private static final int LEVELS = 4;
    private static final int ENTRIES = 512;
    private static final int INDEX_BITS = 9;
    private static final int PAGE_BITS = 12;
    private static final int LARGEST_LEAF = 3;
    private static final long PRESENT = 1;
    private static final long LARGE = 1 << 7;
    private static final long ADDRESS = (1L << 52) - GuestMemory.PAGE;
    /** Enough to map 16 TiB by pages of 2 MiB; tables that map themselves have more. */
    private static final int MOST_TABLES = 1 << 14;

    private final EncryptedPages pages;
    private final long cbit;

    GuestPaging(EncryptedPages pages, int cbitPosition) {
        this.pages = pages;
        cbit = 1L << cbitPosition;
    }

    /**
     * Where a page of the guest's lies.
     *
     * @param gpa guest-physical address of the byte asked for
     * @param left bytes from it to the page's end
     * @param encrypted whether the C-bit is set
     */
    public record Mapping(long gpa, long left, boolean encrypted) {}

    /**
     * The guest loads its page tables: pages that they map become private or shared by the C-bit, the last mapping
     * counts where there are several. Pages that they do not map stay as they are, and so does what is in them.
     *
     * @param cr3 the register, with the C-bit or without
     * @throws org.cloister.api.CloisterException {@code paging.tables} for more tables than the walk goes through,
     *     {@code memory.outside} for a table that is nowhere; pages may have been turned then
     */
    public void load(long cr3) {
        Walk walk = new Walk();
        walk.table(cr3, LEVELS);
        walk.turn();
    }

    /**
     * Where a linear address leads.
     *
     * @return empty for an address that is not mapped
     */
    public Optional<Mapping> translate(long cr3, long linear) {
        long entry = cr3 | PRESENT;
        for (int level = LEVELS; level > 0; level--) {
            long index = linear >>> shift(level) & ENTRIES - 1;
            entry = pages.word(address(entry) + index * Long.BYTES);
            if ((entry & PRESENT) == 0) {
                return Optional.empty();
            }
            if (leaf(entry, level)) {
                return Optional.of(mapping(entry, linear, 1L << shift(level)));
            }
        }
        return Optional.empty();
    }

    /**
     * Fetches instructions: through the key, whatever the C-bit says. Parameters and problems are those of
     * {@link #read}.
     */
    public Bytes fetch(long cr3, long linear, int length) {
        return read(cr3, linear, length, true);
    }

    /**
     * Reads data: through the key where the C-bit is set.
     *
     * @throws org.cloister.api.CloisterException {@code paging.fault} for an address that is not mapped,
     *     {@code memory.outside}
     */
    public Bytes read(long cr3, long linear, int length) {
        return read(cr3, linear, length, false);
    }

    private Bytes read(long cr3, long linear, int length, boolean instructions) {
        byte[] content = new byte[length];
        int done = 0;
        while (done < length) {
            Mapping at = required(cr3, linear + done);
            int count = (int) Math.min(at.left(), length - done);
            boolean key = instructions || at.encrypted();
            System.arraycopy(pages.read(at.gpa(), count, key), 0, content, done, count);
            done += count;
        }
        return Bytes.of(content);
    }

    /**
     * Writes data: through the key where the C-bit is set.
     *
     * @throws org.cloister.api.CloisterException as {@link #read}; what lies before the address that is refused was
     *     written
     */
    public void write(long cr3, long linear, Bytes content) {
        int done = 0;
        while (done < content.length()) {
            Mapping at = required(cr3, linear + done);
            int count = (int) Math.min(at.left(), content.length() - done);
            byte[] piece = Arrays.copyOfRange(content.toArray(), done, done + count);
            pages.write(at.gpa(), piece, at.encrypted());
            done += count;
        }
    }

    private Mapping required(long cr3, long linear) {
        return translate(cr3, linear)
                .orElseThrow(() -> Problem.operation(
                                SoftSevCodes.PAGING_FAULT, "the guest's page tables do not map this address")
                        .at(Numbers.hex(linear))
                        .exception());
    }

    private Mapping mapping(long entry, long linear, long size) {
        long offset = linear & size - 1;
        return new Mapping((address(entry) & -size) + offset, size - offset, (entry & cbit) != 0);
    }

    private long address(long entry) {
        return entry & ADDRESS & ~cbit;
    }

    private static boolean leaf(long entry, int level) {
        return level == 1 || level <= LARGEST_LEAF && (entry & LARGE) != 0;
    }

    private static int shift(int level) {
        return PAGE_BITS + (level - 1) * INDEX_BITS;
    }

    /** One walk through all tables. It turns runs of pages, not page by page. */
    private final class Walk {
        private int tables;
        private long from;
        private long end;
        private Visibility visibility = Visibility.PRIVATE;

        void table(long entry, int level) {
            if (++tables > MOST_TABLES) {
                throw Problem.operation(
                                SoftSevCodes.PAGING_TABLES, "the guest's page tables are too many, or map themselves")
                        .expected("at most " + MOST_TABLES)
                        .exception();
            }
            ByteBuffer entries = ByteBuffer.wrap(pages.read(address(entry), GuestMemory.PAGE, true))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (entries.hasRemaining()) {
                long next = entries.getLong();
                if ((next & PRESENT) != 0) {
                    follow(next, level);
                }
            }
        }

        void turn() {
            pages.turn(from, end - from, visibility);
        }

        private void follow(long entry, int level) {
            if (leaf(entry, level)) {
                long size = 1L << shift(level);
                map(address(entry) & -size, size, (entry & cbit) == 0 ? Visibility.SHARED : Visibility.PRIVATE);
            } else {
                table(entry, level - 1);
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
