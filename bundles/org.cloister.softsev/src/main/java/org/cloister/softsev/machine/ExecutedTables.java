// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.client.GuestPaging;
import org.cloister.softsev.client.GuestPaging.Registers;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * The page tables of a guest whose processors run on plain memory. A processor without memory encryption takes the
 * C-bit for a reserved one, or for a part of the address, so it sees tables without it. The guest's memory has it all
 * the time: what comes back gets it again, unless the guest has changed the entry.
 *
 * <p>Of an SEV or SEV-ES guest it says also which pages are private (APM volume 2, 15.34.5). Tables without a single
 * C-bit are those of a guest that made them here, where CPUID knows of no encryption: they turn no page. Safe for use
 * by several threads.
 */
final class ExecutedTables {
    /** What processors set by themselves: accessed, dirty. */
    private static final long BY_PROCESSOR = 0x60;

    private final GuestMemory memory;
    private final Optional<GuestPaging> paging;
    private final long cbit;
    /** Entries as they are in the guest's memory, by where their table begins; 0 for one that the guest changed. */
    private final NavigableMap<Long, long[]> seen = new ConcurrentSkipListMap<>();

    private long cr3;
    private boolean turned;

    /** @param paging turns pages; empty where tables do not decide which are private */
    ExecutedTables(GuestMemory memory, Optional<GuestPaging> paging, int cbitPosition) {
        this.memory = memory;
        this.paging = paging;
        cbit = 1L << cbitPosition;
    }

    /**
     * A processor goes on with these registers.
     *
     * @throws org.cloister.api.CloisterException as {@link TableWalk#go}
     */
    synchronized void enter(VcpuState vcpu) {
        seen.clear();
        cr3 = vcpu.get("cr3");
        if (PagingMode.of(registers(vcpu)).cbit && collect(registers(vcpu))) {
            paging.ifPresent(tables -> turn(tables, vcpu));
        }
    }

    /** Whether there is a C-bit in the tables; what has none needs nothing, also when nobody can go through it. */
    private boolean collect(Registers registers) {
        Collected collected = new Collected();
        try {
            walk(registers).go(collected);
        } catch (CloisterException e) {
            if (collected.encrypts) {
                throw e;
            }
            seen.clear();
        }
        return collected.encrypts;
    }

    private void turn(GuestPaging tables, VcpuState vcpu) {
        if (!turned) {
            tables.load(registers(vcpu));
            turned = true;
        }
        seen.keySet().forEach(this::requirePrivate);
        tables.translate(registers(vcpu), vcpu.get("cs.base") + vcpu.get("rip"))
                .ifPresent(code -> requirePrivate(code.gpa()));
    }

    // A processor with encryption fetches both through the key whatever the C-bit says
    private void requirePrivate(long gpa) {
        if (!isPrivate(gpa)) {
            throw Problem.operation(
                            SoftSevCodes.PAGING_SHARED,
                            "code or page tables of the guest lie in a page that it maps without the C-bit")
                    .at(Numbers.hex(gpa))
                    .expected("the C-bit: plain memory has no second content of a page, as encrypted memory has")
                    .remedy("map the page with the C-bit")
                    .exception();
        }
    }

    /** A processor has stopped with these registers, and all that it wrote is here. */
    synchronized VcpuState leave(VcpuState vcpu) {
        VcpuState own = vcpu.get("cr3") == (cr3 & ~cbit) ? vcpu.with("cr3", cr3) : vcpu;
        if (turned && PagingMode.of(registers(own)).cbit) {
            walk(registers(own)).go(this::encryptNew);
        }
        return own;
    }

    /** The registers as a processor without encryption takes them. */
    VcpuState plain(VcpuState vcpu) {
        return vcpu.with("cr3", vcpu.get("cr3") & ~cbit);
    }

    /** Takes the C-bit out of what was read. */
    void plain(long gpa, byte[] content, int offset, int length) {
        each(gpa, length, (entries, i, at) -> {
            int high = (int) (at - gpa) + Long.numberOfTrailingZeros(cbit) / Byte.SIZE;
            if (encrypts(entries[i]) && high >= 0 && high < length) {
                content[offset + high] &= (byte) ~(1 << Long.numberOfTrailingZeros(cbit) % Byte.SIZE);
            }
        });
    }

    /** What is to be written in place of these bytes: entries that the guest did not change have their C-bit. */
    byte[] encrypted(long gpa, byte[] content, int offset, int length) {
        byte[] own = new byte[length];
        System.arraycopy(content, offset, own, 0, length);
        ByteBuffer bytes = ByteBuffer.wrap(own).order(ByteOrder.LITTLE_ENDIAN);
        each(gpa, length, (entries, i, at) -> {
            boolean whole = at >= gpa && at + Long.BYTES <= gpa + length;
            int place = (int) (at - gpa);
            if (whole && same(entries[i], bytes.getLong(place))) {
                bytes.putLong(place, bytes.getLong(place) | entries[i] & cbit);
            } else {
                entries[i] = 0;
            }
        });
        return own;
    }

    private interface Each {
        void entry(long[] entries, int index, long at);
    }

    private void each(long gpa, int length, Each each) {
        seen.subMap(gpa - GuestMemory.PAGE, false, gpa + length, false).forEach((table, entries) -> {
            int from = (int) Math.max(0, (gpa - table) / Long.BYTES);
            long to = Math.min(entries.length, (gpa + length - table + Long.BYTES - 1) / Long.BYTES);
            for (int i = from; i < to; i++) {
                each.entry(entries, i, table + (long) i * Long.BYTES);
            }
        });
    }

    private boolean encrypts(long entry) {
        return (entry & TableWalk.PRESENT) != 0 && (entry & cbit) != 0;
    }

    private boolean same(long before, long now) {
        return ((before ^ now) & ~(BY_PROCESSOR | cbit)) == 0;
    }

    /** An entry of the guest's own keeps its page as it is, when these tables are loaded again. */
    private void encryptNew(long at, long entry, long target, long size) {
        if ((entry & cbit) == 0 && !same(before(at), entry) && isPrivate(target)) {
            byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(entry | cbit)
                    .array();
            memory.guestView().write(at, bytes, 0, bytes.length);
        }
    }

    private long before(long at) {
        var table = seen.floorEntry(at);
        long index = table == null ? Long.MAX_VALUE : (at - table.getKey()) / Long.BYTES;
        return table != null && index < table.getValue().length ? table.getValue()[(int) index] : 0;
    }

    private boolean isPrivate(long gpa) {
        return memory.regions().stream().anyMatch(region -> region.contains(gpa, 1))
                && memory.page(gpa).visibility() == Visibility.PRIVATE;
    }

    private TableWalk walk(Registers registers) {
        return new TableWalk(
                registers, (gpa, length) -> memory.guestView().read(gpa, length).toArray(), cbit);
    }

    private static Registers registers(VcpuState vcpu) {
        return new Registers(vcpu.get("cr0"), vcpu.get("cr3"), vcpu.get("cr4"), vcpu.get("efer"));
    }

    /** All entries of all tables. */
    private final class Collected implements TableWalk.Visitor {
        private boolean encrypts = (cr3 & cbit) != 0;

        @Override
        public void table(long gpa, long[] entries) {
            seen.put(gpa, entries);
        }

        @Override
        public void entry(long at, long entry, long target, long size) {
            encrypts |= (entry & cbit) != 0;
        }
    }
}
