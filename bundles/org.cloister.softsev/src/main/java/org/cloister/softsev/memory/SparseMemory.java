// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.PageStates;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/**
 * Guest memory that costs what was written to it. Private pages are kept as ciphertext.
 *
 * <p>There are two kinds. With a reverse map table (SEV-SNP) a page has a shared and a private backing, as with Linux's
 * guest_memfd. What the host wrote to a page stays readable for {@code SNP_LAUNCH_UPDATE}, under {@link #hostAddress},
 * after the page was turned private by {@link Turn#LAUNCH_UPDATE}; no view shows it any more, and it is gone as soon as
 * the page is the guest's, or the launch is over. Any other turn discards what was in the page: the new backing begins
 * with zeros. The host cannot write private pages.
 *
 * <p>With the C-bit alone (SEV, SEV-ES) a page has one backing, which host and guest both reach; whether it is private
 * says only whether the guest looks at it through its key. Nothing is discarded and nothing refused: who looks in the
 * wrong way sees garbage. A page that was never written is zero for both.
 *
 * <p>In either kind the guest can write private pages when its launch is finished; with a reverse map table only those
 * that it has validated, and from then on it reads no others either.
 */
public final class SparseMemory implements GuestMemory {
    /** No pointer of a 64-bit process looks like this, so an address of ours is not taken for one. */
    static final long HOST_BASE = 1L << 56;

    private final long base;
    private final PageStates states = new PageStates();
    private final PageStore store;
    private final KeySlot slot;
    private final boolean reverseMap;
    private final MemoryView host;
    private final MemoryView guest;
    private List<MemoryRegion> regions;
    private boolean closed;

    /**
     * Memory of zeros with a reverse map table: that of an SEV-SNP guest.
     *
     * @param regions by ascending address, not overlapping
     * @param allPages counts the pages of all machines of a platform
     */
    public SparseMemory(List<MemoryRegion> regions, AtomicLong allPages) {
        this(regions, HOST_BASE, new PageStore(allPages), new KeySlot(true), true);
    }

    SparseMemory(List<MemoryRegion> regions, long base, PageStore store, KeySlot slot, boolean reverseMap) {
        this.regions = List.copyOf(regions);
        this.base = base;
        this.store = store;
        this.slot = slot;
        this.reverseMap = reverseMap;
        Side hostSide = reverseMap ? new HostSide(states, store) : new RawSide(store);
        host = new PagedView(this, hostSide);
        guest = reverseMap ? guestView(0) : new PagedView(this, new CbitSide(states, store, slot, hostSide));
    }

    /** Memory of zeros with the C-bit alone: that of an SEV or SEV-ES guest. Parameters are the constructor's. */
    public static SparseMemory withCbit(List<MemoryRegion> regions, AtomicLong allPages) {
        return new SparseMemory(regions, HOST_BASE, new PageStore(allPages), new KeySlot(true), false);
    }

    @Override
    public synchronized List<MemoryRegion> regions() {
        return regions;
    }

    /** Other regions from now on: what lies in those that are gone is the guest's no more. */
    public synchronized void regions(List<MemoryRegion> others) {
        regions.stream()
                .filter(region -> !others.contains(region))
                .forEach(region -> dropOwned(region.gpa() / PAGE, region.end() / PAGE));
        regions = List.copyOf(others);
    }

    /** The address of guest-physical address 0, for commands. */
    long base() {
        return base;
    }

    @Override
    public MemoryView hostView() {
        return host;
    }

    @Override
    public MemoryView guestView() {
        return guest;
    }

    /**
     * What a processor of an SEV-SNP guest can do at a privilege level.
     *
     * @param vmpl 0 to 3
     */
    public MemoryView guestView(int vmpl) {
        return new PagedView(this, new GuestSide(states, store, slot, new HostSide(states, store), vmpl));
    }

    @Override
    public synchronized PageState page(long gpa) {
        requireMemory(gpa, 1);
        return states.at(gpa / PAGE);
    }

    @Override
    public synchronized void turn(long gpa, long size, Visibility to, Turn by) {
        requireTurn(gpa, size, by);
        long from = gpa / PAGE;
        states.turn(from, from + size / PAGE, new PageState(to, by), (first, end) -> discard(first, end, to, by));
    }

    /** {@code KVM_SET_MEMORY_ATTRIBUTES}: turns pages, whether there is memory or not. */
    public synchronized void attributes(long gpa, long size, Visibility to, Turn by) {
        requireOpen();
        long from = gpa / PAGE;
        states.turn(from, from + size / PAGE, new PageState(to, by), (first, end) -> discard(first, end, to, by));
    }

    @Override
    public synchronized OptionalLong hostAddress(long gpa) {
        requireOpen();
        return has(gpa, 1) ? OptionalLong.of(base + gpa) : OptionalLong.empty();
    }

    /** What firmware and hypervisor do to memory with a reverse map table in the course of a launch. */
    public PageAssignment assignment() {
        return new PageAssignment(this, states, store, slot);
    }

    /** Where the guest's pages lie in the system's memory. */
    public GuestPlaces places(SystemPages system) {
        return new GuestPlaces(system, this, assignment(), store, slot);
    }

    /** Whether the launch has taken the registers of a processor. */
    synchronized boolean vmsa(int vcpu) {
        return store.owned(PageStore.VMSA_FRAMES + vcpu).isPresent();
    }

    /** What the firmware does to private pages of a guest that is debugged. */
    public DebuggedPages debugging() {
        return new DebuggedPages(this, assignment(), store, slot);
    }

    /** What the firmware does to memory with the C-bit alone. */
    public EncryptedPages encryption() {
        return new EncryptedPages(this, states, store, slot);
    }

    /** Frees all pages. Closing twice is harmless. */
    public synchronized void close() {
        closed = true;
        store.clear();
    }

    /** Runs of pages that have bytes of their own. */
    synchronized List<MemoryRegion> written(MemoryRegion region) {
        requireMemory(region.gpa(), region.size());
        List<MemoryRegion> runs = new ArrayList<>();
        long from = -1;
        long end = -1;
        for (long frame : store.frames(region.gpa() / PAGE, region.end() / PAGE)) {
            if (frame != end) {
                addRun(runs, region.name(), from, end);
                from = frame;
            }
            end = frame + 1;
        }
        addRun(runs, region.name(), from, end);
        return runs;
    }

    private static void addRun(List<MemoryRegion> runs, String name, long from, long end) {
        if (end > from) {
            runs.add(new MemoryRegion(name, from * PAGE, (end - from) * PAGE));
        }
    }

    void requireMemory(long gpa, long length) {
        requireOpen();
        if (!has(gpa, length)) {
            throw Problem.input(ProblemCodes.MEMORY_OUTSIDE, "there is no memory behind these addresses")
                    .at(Numbers.hex(gpa) + ", " + length + " bytes")
                    .expected(regions)
                    .exception();
        }
    }

    /** Whether there is memory behind all of some addresses. */
    public synchronized boolean has(long gpa, long length) {
        long at = gpa;
        long left = length;
        for (MemoryRegion region : regions) {
            if (region.contains(at, Math.min(left, 1))) {
                long here = Math.min(left, region.end() - at);
                at += here;
                left -= here;
            }
        }
        return left == 0 && (length == 0 || store.reaches(gpa / PAGE, (gpa % PAGE + length + PAGE - 1) / PAGE));
    }

    void requireOpen() {
        if (closed) {
            throw Problem.operation(ProblemCodes.MEMORY_CLOSED, "the machine of this memory was closed")
                    .exception();
        }
    }

    private void requireTurn(long gpa, long size, Turn by) {
        if (gpa % PAGE != 0 || size % PAGE != 0 || size <= 0) {
            throw Problem.input(ProblemCodes.MEMORY_ALIGNMENT, "only whole pages can be turned")
                    .at(Numbers.hex(gpa))
                    .found(size + " bytes")
                    .expected("multiples of 4096")
                    .exception();
        }
        requireMemory(gpa, size);
        if (by == Turn.CREATION) {
            throw Problem.operation(ProblemCodes.MEMORY_REFUSED, "a page cannot be turned by its creation")
                    .at(Numbers.hex(gpa))
                    .exception();
        }
    }

    // Linux makes small pages of a large one before it takes a part of it away (sev_gmem_invalidate).
    private void dropOwned(long from, long to) {
        for (long end : new long[] {from, to}) {
            if (end % PageAssignment.LARGE != 0) {
                assignment().smash(end * PAGE);
            }
        }
        store.dropOwned(from, to);
    }

    private void discard(long from, long to, Visibility visibility, Turn by) {
        if (!reverseMap) {
            return;
        }
        boolean launchSource = visibility == Visibility.PRIVATE && by == Turn.LAUNCH_UPDATE;
        if (!launchSource) {
            store.dropShared(from, to);
        }
        dropOwned(from, to);
    }
}
