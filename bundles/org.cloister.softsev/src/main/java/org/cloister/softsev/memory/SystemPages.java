// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.RmpState;
import org.cloister.softsev.client.SnpPages.Result;
import org.cloister.softsev.client.SnpPages.Update;

/**
 * The pages of the system's memory that hypervisor or firmware name by system physical addresses, of all machines, and
 * the reverse map table over them. Its monitor comes before that of any machine's memory.
 */
public final class SystemPages {
    private static final int PAGE = GuestMemory.PAGE;
    private static final int LARGE = PageAssignment.LARGE;
    /** Memory from 2 MiB on; the table ends at 2^50. */
    private static final long UNCOVERED = 1L << 50 - 12;

    private final TreeMap<Long, SystemPage> pages = new TreeMap<>();
    private long covered = LARGE;
    private long uncovered = UNCOVERED;

    /**
     * A page as the firmware finds it.
     *
     * @param state what it is
     * @param entry in the table; within a page of 2 MiB, but for its begin, one of nobody's
     */
    public record Found(RmpState state, RmpEntry entry) {}

    /** A page of the system's memory; empty where there is none. */
    synchronized Optional<SystemPage> page(long address) {
        return Optional.ofNullable(pages.get(address / PAGE)).filter(page -> page.content() != null);
    }

    /** The same for the firmware. */
    public synchronized Optional<Found> find(long address) {
        return page(address).map(page -> {
            RmpEntry entry = page.entry();
            if (!page.covered()) {
                return new Found(RmpState.DEFAULT, entry);
            }
            boolean inside = entry.large() && address / PAGE % LARGE != 0;
            RmpEntry told = inside ? RmpEntry.FIRMWARE.withImmutable(false) : entry;
            return new Found(told.state(), told);
        });
    }

    /** Whether there is memory behind all of a page. */
    public synchronized boolean has(long address, boolean large) {
        return LongStream.range(0, count(large))
                .allMatch(i -> page(address + i * PAGE).isPresent());
    }

    /** Whether all pages of a run are in a state, as far as the table covers them. */
    public synchronized boolean all(long address, long count, RmpState state) {
        return LongStream.range(0, count)
                .mapToObj(i -> find(address + i * PAGE))
                .allMatch(found -> found.filter(page -> page.state() == state || page.state() == RmpState.DEFAULT)
                        .isPresent());
    }

    /** Writes the entry of a page; of one of 2 MiB for each of its pages of 4096 bytes. */
    public synchronized void entry(long address, RmpEntry entry) {
        for (int i = 0; i < count(entry.large()); i++) {
            long gpa = entry.asid() == 0 ? entry.gpa() : entry.gpa() + (long) i * PAGE;
            SystemPage page = page(address + (long) i * PAGE).orElseThrow();
            page.set(page.content().with(entry.withPlace(gpa, entry.vmsa())));
        }
    }

    /** The bytes of a page as they lie there, all of it in memory. */
    public synchronized byte[] read(long address, boolean large) {
        byte[] bytes = new byte[count(large) * PAGE];
        for (int i = 0; i < count(large); i++) {
            byte[] stored =
                    page(address + (long) i * PAGE).orElseThrow().content().stored();
            System.arraycopy(stored, 0, bytes, i * PAGE, PAGE);
        }
        return bytes;
    }

    /** Writes 4096 bytes or 2 MiB from this address on. */
    public synchronized void write(long address, byte[] bytes) {
        for (int done = 0; done < bytes.length; done += PAGE) {
            SystemPage page = page(address + done).orElseThrow();
            page.set(page.content().with(Arrays.copyOfRange(bytes, done, done + PAGE)));
        }
    }

    /** RMPUPDATE. */
    synchronized Result update(long address, Update update) {
        int count = count(update.large());
        Optional<SystemPage> first = page(address).filter(SystemPage::covered);
        if (first.isEmpty() || !has(address, update.large()) || !fits(address, update)) {
            return Result.FAIL_INPUT;
        }
        boolean overlaps = false;
        for (int i = 0; i < count; i++) {
            RmpEntry old = page(address + (long) i * PAGE).orElseThrow().entry();
            if (old.immutable()) {
                return Result.FAIL_PERMISSION;
            }
            overlaps |= update.large() ? !old.large() && old.assigned() : old.large();
        }
        if (overlaps) {
            return Result.FAIL_OVERLAP;
        }
        if (update.assigned()) {
            entry(address, updated(first.get().entry(), update));
        } else {
            LongStream.range(0, count).forEach(i -> release(address + i * PAGE));
        }
        return Result.DONE;
    }

    // A page that is given to nobody is nothing that a guest sees.
    private void release(long address) {
        entry(address, RmpEntry.HYPERVISOR);
        if (page(address).orElseThrow() instanceof SystemPage.Placed placed) {
            placed.owner().displace(placed.frame());
        }
    }

    private static boolean fits(long address, Update update) {
        long size = (long) count(update.large()) * PAGE;
        boolean aligned = address % size == 0 && update.gpa() % size == 0 && update.gpa() >= 0;
        boolean hypervisor = !update.assigned() && !update.immutable();
        boolean nobody = update.asid() == 0 && update.gpa() == 0;
        return aligned && (nobody ? update.assigned() || hypervisor : update.assigned() && update.asid() > 0);
    }

    // What a guest knew of a page goes when the page becomes another one to it.
    private static RmpEntry updated(RmpEntry old, Update update) {
        boolean same = old.assigned()
                && update.asid() != 0
                && old.asid() == update.asid()
                && old.gpa() == update.gpa()
                && old.large() == update.large();
        if (same) {
            return old.withImmutable(update.immutable());
        }
        RmpEntry entry = update.asid() == 0 ? RmpEntry.FIRMWARE : RmpEntry.guest(update.asid(), update.gpa(), false);
        return entry.withLarge(update.large()).withImmutable(update.immutable());
    }

    /** PSMASH. */
    synchronized Result smash(long address) {
        Optional<RmpEntry> entry = page(address).filter(SystemPage::covered).map(SystemPage::entry);
        if (address % ((long) LARGE * PAGE) != 0
                || entry.isEmpty()
                || !entry.get().large()) {
            return Result.FAIL_INPUT;
        }
        if (entry.get().immutable()) {
            return Result.FAIL_PERMISSION;
        }
        resize(address, false);
        return Result.DONE;
    }

    /** Says of 512 pages whether they are one of 2 MiB. */
    public synchronized void resize(long address, boolean large) {
        for (int i = 0; i < LARGE; i++) {
            SystemPage page = page(address + (long) i * PAGE).orElseThrow();
            page.set(page.content().with(page.entry().withLarge(large)));
        }
    }

    /** Numbers for a run of pages, at a multiple of 2 MiB when there are 512. */
    synchronized long reserve(int count, boolean isCovered) {
        long next = isCovered ? covered : uncovered;
        long first = count == 1 ? next : (next + LARGE - 1) / LARGE * LARGE;
        if (isCovered) {
            covered = first + count;
        } else {
            uncovered = first + count;
        }
        return first;
    }

    synchronized void put(long frame, SystemPage page) {
        pages.put(frame, page);
    }

    synchronized SystemPage get(long frame) {
        return pages.get(frame);
    }

    synchronized void remove(long frame) {
        pages.remove(frame);
    }

    synchronized void removeAll(GuestPlaces owner) {
        pages.values().removeIf(page -> page.owner() == owner);
    }

    private static int count(boolean large) {
        return large ? LARGE : 1;
    }
}
