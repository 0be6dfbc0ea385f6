// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.SnpPages.Result;
import org.cloister.softsev.client.SnpPages.Update;

/**
 * Where the pages of one machine lie in the system's memory: what the guest sees, by its own addresses, and what the
 * hypervisor allocated beside. Safe for use by several threads.
 */
public final class GuestPlaces {
    private static final int PAGE = GuestMemory.PAGE;
    private static final int LARGE = PageAssignment.LARGE;

    private final SystemPages system;
    private final SparseMemory memory;
    private final PageAssignment pages;
    private final PageStore store;
    private final KeySlot slot;
    /** Frames of the system's memory by those of the guest. */
    private final Map<Long, Long> placed = new HashMap<>();

    private long loose;
    private boolean closed;

    GuestPlaces(SystemPages system, SparseMemory memory, PageAssignment pages, PageStore store, KeySlot slot) {
        this.system = system;
        this.memory = memory;
        this.pages = pages;
        this.store = store;
        this.slot = slot;
    }

    /** Does something while no page of the system's and of this guest changes. */
    public void exclusively(Runnable work) {
        synchronized (system) {
            synchronized (memory) {
                requireOpen();
                work.run();
            }
        }
    }

    /** Pages of zeros, the hypervisor's. */
    public long allocate(boolean large, boolean covered) {
        return allocate(large ? LARGE : 1, covered, RmpEntry.HYPERVISOR);
    }

    /** A page for a guest's context. */
    public long allocateContext() {
        return allocate(1, true, RmpEntry.FIRMWARE.withPlace(0, true));
    }

    private long allocate(int count, boolean covered, RmpEntry entry) {
        synchronized (system) {
            requireOpen();
            long first = system.reserve(count, covered);
            for (long frame = first; frame < first + count; frame++) {
                system.put(frame, new SystemPage.Loose(this, covered, new OwnedPage(entry, frame, new byte[PAGE])));
            }
            count(count);
            return first * PAGE;
        }
    }

    /** Where the guest's page lies. */
    public long address(long gpa) {
        synchronized (system) {
            requireOpen();
            if (gpa % PAGE != 0 || at(gpa / PAGE) == null) {
                throw refused(gpa, "the guest has no page at this address");
            }
            return address(this, gpa / PAGE) * PAGE;
        }
    }

    /** Where the page with a processor's registers lies. */
    public long vmsaAddress(int vcpu) {
        synchronized (system) {
            requireOpen();
            if (!memory.vmsa(vcpu)) {
                throw refused(vcpu, "the launch has not taken the registers of this vCPU");
            }
            return address(this, PageStore.VMSA_FRAMES + vcpu) * PAGE;
        }
    }

    // Frames of a guest get numbers by 512, so that pages of 2 MiB can be made of them.
    private static long address(GuestPlaces guest, long frame) {
        Long known = guest.placed.get(frame);
        if (known != null) {
            return known;
        }
        long block = frame / LARGE * LARGE;
        long first = guest.system.reserve(LARGE, true);
        for (int i = 0; i < LARGE; i++) {
            if (guest.placed.putIfAbsent(block + i, first + i) == null) {
                guest.system.put(first + i, new SystemPage.Placed(guest, block + i));
            }
        }
        return guest.placed.get(frame);
    }

    /** Has a page lie behind a private guest-physical address, or all of one of 2 MiB. */
    public void map(long gpa, long page) {
        exclusively(() -> {
            RmpEntry entry = loose(page).entry();
            int count = entry.large() ? LARGE : 1;
            boolean aligned = (gpa | page) % ((long) count * PAGE) == 0;
            if (!aligned || !pages.isPrivate(gpa, count)) {
                throw refused(gpa, "the pages are not private, or not of this size");
            }
            if (pages.entry(gpa).immutable() && pages.entry(gpa).large() != entry.large()) {
                throw refused(gpa, "the page that lies there is immutable and cannot be split");
            }
            pages.smash(gpa);
            for (int i = 0; i < count; i++) {
                exchange(gpa / PAGE + i, page / PAGE + i);
            }
        });
    }

    /** Has a processor's registers be in another page. */
    public void mapVmsa(int vcpu, long page) {
        exclusively(() -> {
            if (loose(page).entry().large() || !memory.vmsa(vcpu)) {
                throw refused(page, "the processor's registers cannot be in this page");
            }
            exchange(PageStore.VMSA_FRAMES + vcpu, page / PAGE);
        });
    }

    private SystemPage loose(long page) {
        SystemPage found = system.page(page)
                .orElseThrow(() -> Problem.input(ProblemCodes.MEMORY_OUTSIDE, "there is no memory at this address")
                        .at(Numbers.hex(page))
                        .exception());
        if (!(found instanceof SystemPage.Loose) || found.owner() != this || !found.covered()) {
            throw refused(page, "the page is not the hypervisor's to map in this guest");
        }
        return found;
    }

    private void exchange(long guestFrame, long systemFrame) {
        OwnedPage content = system.get(systemFrame).content();
        if (at(guestFrame) == null) {
            Long gone = placed.remove(guestFrame);
            if (gone != null) {
                system.remove(gone);
            }
        } else {
            address(this, guestFrame);
            displace(guestFrame);
        }
        store.own(guestFrame, content);
        count(-1);
        placed.put(guestFrame, systemFrame);
        system.put(systemFrame, new SystemPage.Placed(this, guestFrame));
    }

    /** Has a page stay where it lies while the guest sees it no more. */
    void displace(long guestFrame) {
        synchronized (memory) {
            long systemFrame = placed.remove(guestFrame);
            system.put(systemFrame, new SystemPage.Loose(this, true, at(guestFrame)));
            store.dropOwned(guestFrame, guestFrame + 1);
            count(1);
        }
    }

    /** What lies at a frame of the guest's; null when the guest has no page there. */
    OwnedPage at(long guestFrame) {
        synchronized (memory) {
            boolean there = pages.entry(guestFrame * PAGE).assigned()
                    || store.owned(guestFrame).isPresent();
            return there ? pages.there(guestFrame) : null;
        }
    }

    void put(long guestFrame, OwnedPage page) {
        synchronized (memory) {
            store.own(guestFrame, page);
        }
    }

    /** RMPUPDATE. */
    public Result update(long page, Update update) {
        synchronized (system) {
            requireOpen();
            return system.update(page, update);
        }
    }

    /** PSMASH. */
    public Result smash(long page) {
        synchronized (system) {
            requireOpen();
            return system.smash(page);
        }
    }

    /** What lies in a page of the guest's, through its key; as {@link SystemPages#read}. */
    public byte[] decrypt(long page, boolean large) {
        byte[] bytes = system.read(page, large);
        crypt(page, bytes, OwnedPage::plaintext);
        return bytes;
    }

    /** Writes a page of the guest's through its key; the bytes stay as they are. */
    public void encrypt(long page, byte[] plaintext) {
        byte[] bytes = plaintext.clone();
        crypt(
                page,
                bytes,
                (content, key) -> content.sealed(key, content.stored().clone()).stored());
        system.write(page, bytes);
    }

    private void crypt(long page, byte[] bytes, Transform transform) {
        for (int done = 0; done < bytes.length; done += PAGE) {
            OwnedPage content = system.page(page + done).orElseThrow().content();
            byte[] piece = Arrays.copyOfRange(bytes, done, done + PAGE);
            System.arraycopy(transform.of(content.with(piece), slot), 0, bytes, done, PAGE);
        }
    }

    private interface Transform {
        byte[] of(OwnedPage content, KeySlot key);
    }

    /** The ASID that the guest's entries have. */
    public int asid() {
        synchronized (memory) {
            return slot.asid();
        }
    }

    /** Gives all pages back. */
    public void close() {
        synchronized (system) {
            closed = true;
            system.removeAll(this);
            count(-loose);
        }
    }

    private void count(long pagesMore) {
        loose += pagesMore;
        store.count(pagesMore);
    }

    private void requireOpen() {
        if (closed) {
            throw Problem.operation(ProblemCodes.MEMORY_CLOSED, "the machine of this memory was closed")
                    .exception();
        }
    }

    private static CloisterException refused(long at, String reason) {
        return Problem.operation(ProblemCodes.MEMORY_REFUSED, reason)
                .at(Numbers.hex(at))
                .exception();
    }
}
