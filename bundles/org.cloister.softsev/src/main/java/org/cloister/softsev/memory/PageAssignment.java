// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageStates;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.VmplPermissions;

/**
 * How pages become a guest's own: key, source, ciphertext, entry in the reverse map table (RMP).
 *
 * <p>Each call is one step for every other user of the memory; one that refuses has changed nothing.
 */
public final class PageAssignment implements PageSources {
    /** What became of a page. */
    public enum Result {
        /** It is the guest's. */
        DONE,
        /** It was the guest's before. */
        ALREADY_ASSIGNED,
        /** It is shared. */
        NOT_PRIVATE,
        /** There is nothing to be read at the address of its content. */
        NO_SOURCE
    }

    /** Pages of 4096 bytes in one of 2 MiB. */
    static final int LARGE = 512;

    private final SparseMemory memory;
    private final PageStates states;
    private final PageStore store;
    private final KeySlot slot;

    PageAssignment(SparseMemory memory, PageStates states, PageStore store, KeySlot slot) {
        this.memory = memory;
        this.states = states;
        this.store = store;
        this.slot = slot;
    }

    /** Binds the guest's ASID and key to this memory; before any assignment. */
    public void activate(int asid, PageCipher key) {
        synchronized (memory) {
            slot.load(asid, key);
        }
    }

    /**
     * Gives one page to the guest.
     *
     * @param gpa a multiple of 4096, inside the memory
     * @param source makes a copy of its content, 4096 bytes; empty when it cannot be read
     * @param firmware gets that copy and answers with what has to be in the page; refuses by throwing
     */
    public Result assign(long gpa, Supplier<Optional<byte[]>> source, UnaryOperator<byte[]> firmware) {
        return assign(gpa, VmplPermissions.ASSIGNED, source, firmware);
    }

    /**
     * The same with permissions.
     *
     * @param permissions of the guest's privilege levels
     */
    public Result assign(
            long gpa, VmplPermissions permissions, Supplier<Optional<byte[]>> source, UnaryOperator<byte[]> firmware) {
        synchronized (memory) {
            long frame = gpa / GuestMemory.PAGE;
            if (store.owned(frame).isPresent()) {
                return Result.ALREADY_ASSIGNED;
            }
            if (!states.isPrivate(frame)) {
                return Result.NOT_PRIVATE;
            }
            Optional<byte[]> content = source.get();
            if (content.isEmpty()) {
                return Result.NO_SOURCE;
            }
            seal(frame, permissions, firmware.apply(content.get()));
            return Result.DONE;
        }
    }

    /** Gives the guest the page with a processor's registers, which it takes over. */
    public void assignVmsa(int vcpu, byte[] vmsa) {
        synchronized (memory) {
            memory.requireOpen();
            store.sealVmsa(vcpu, slot, vmsa);
        }
    }

    /** The launch is over: the guest may write what is its own, and sources that no update has used are gone. */
    public void run() {
        synchronized (memory) {
            slot.run();
            states.privateRuns(store::dropShared);
        }
    }

    /**
     * What would be put into a page from this memory. The source of an assigned page was used up; reading zeros instead
     * would measure something nobody wrote.
     */
    @Override
    public Optional<byte[]> page(long address) {
        synchronized (memory) {
            byte[] page = new byte[GuestMemory.PAGE];
            boolean readable = sourceAt(address)
                    && pieces(
                            address,
                            (frame, from, at, count) -> store.shared(frame)
                                    .ifPresent(shared -> System.arraycopy(shared, from, page, at, count)));
            return readable ? Optional.of(page) : Optional.empty();
        }
    }

    @Override
    public void correct(long address, byte[] page) {
        synchronized (memory) {
            if (sourceAt(address)) {
                pieces(address, (frame, from, at, count) -> store.write(frame, from, page, at, count));
            }
        }
    }

    /** The entry in the reverse map table of a page of the guest's memory. */
    public RmpEntry entry(long gpa) {
        synchronized (memory) {
            long frame = gpa / GuestMemory.PAGE;
            return store.owned(frame)
                    .map(OwnedPage::entry)
                    .orElseGet(() -> slot.running() && states.isPrivate(frame)
                            ? RmpEntry.guest(slot.asid(), frame * GuestMemory.PAGE, false)
                            : RmpEntry.HYPERVISOR);
        }
    }

    /**
     * Changes the entry of a page, or of all the pages of 4096 bytes in one of 2 MiB. What is in them stays; a page
     * that was never the guest's begins with zeros.
     *
     * @param gpa a multiple of the page's size, of private pages of a guest that runs
     */
    public void change(long gpa, UnaryOperator<RmpEntry> change) {
        synchronized (memory) {
            memory.requireOpen();
            long first = gpa / GuestMemory.PAGE;
            long pages = entry(gpa).large() ? LARGE : 1;
            for (long frame = first; frame < first + pages; frame++) {
                OwnedPage page = there(frame);
                store.own(frame, page.with(change.apply(page.entry())));
            }
        }
    }

    /** Whether all pages of 4096 bytes from an address on are private memory. */
    boolean isPrivate(long gpa, int count) {
        synchronized (memory) {
            long first = gpa / GuestMemory.PAGE;
            return memory.has(gpa, (long) count * GuestMemory.PAGE)
                    && LongStream.range(first, first + count).allMatch(states::isPrivate);
        }
    }

    /** Makes pages of 4096 bytes of the page of 2 MiB that an address is in, if it is in one: PSMASH. */
    public void smash(long gpa) {
        synchronized (memory) {
            if (entry(gpa).large()) {
                change(gpa & -(long) LARGE * GuestMemory.PAGE, entry -> entry.withLarge(false));
            }
        }
    }

    /**
     * Gives the guest a page of 2 MiB at once (Linux, sev_gmem_prepare).
     *
     * @param gpa a multiple of 2 MiB
     * @return false, and nothing is changed, unless all of it is private memory of a guest that runs which has no page
     *     there yet
     */
    public boolean assignLarge(long gpa) {
        synchronized (memory) {
            long first = gpa / GuestMemory.PAGE;
            boolean possible = first % LARGE == 0
                    && slot.running()
                    && isPrivate(gpa, LARGE)
                    && LongStream.range(first, first + LARGE)
                            .allMatch(frame -> store.owned(frame).isEmpty());
            if (possible) {
                LongStream.range(first, first + LARGE).forEach(frame -> {
                    OwnedPage page = fresh(frame);
                    store.own(frame, page.with(page.entry().withLarge(true)));
                });
            }
            return possible;
        }
    }

    /** Whether the launch is over. */
    public boolean running() {
        synchronized (memory) {
            memory.requireOpen();
            return slot.running();
        }
    }

    private boolean sourceAt(long address) {
        long gpa = address - memory.base();
        return memory.has(gpa, GuestMemory.PAGE)
                && store.owned(gpa / GuestMemory.PAGE).isEmpty()
                && store.owned((gpa + GuestMemory.PAGE - 1) / GuestMemory.PAGE).isEmpty();
    }

    private boolean pieces(long address, PagedView.Piece piece) {
        PagedView.cut(address - memory.base(), 0, GuestMemory.PAGE, piece);
        return true;
    }

    private void seal(long frame, VmplPermissions permissions, byte[] page) {
        memory.requireOpen();
        store.own(frame, page(frame, true, page, permissions));
    }

    /** The page of a frame; one that was never the guest's is zero. */
    OwnedPage there(long frame) {
        return store.owned(frame).orElseGet(() -> fresh(frame));
    }

    private OwnedPage fresh(long frame) {
        return page(frame, false, new byte[GuestMemory.PAGE], VmplPermissions.ASSIGNED);
    }

    private OwnedPage page(long frame, boolean validated, byte[] plaintext, VmplPermissions permissions) {
        RmpEntry entry = RmpEntry.guest(slot.asid(), frame * GuestMemory.PAGE, validated);
        return new OwnedPage(entry.withPermissions(permissions), frame, plaintext).sealed(slot, plaintext);
    }
}
