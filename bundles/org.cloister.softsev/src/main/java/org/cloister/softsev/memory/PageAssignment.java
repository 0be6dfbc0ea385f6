// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageStates;

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
            seal(frame, firmware.apply(content.get()));
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

    /**
     * PVALIDATE of a page of 4096 bytes, or its undoing. What was in the page stays; a page that was never the guest's
     * begins with zeros.
     *
     * @param gpa a multiple of 4096, of a private page of a guest that runs
     * @return whether anything changed
     */
    public boolean validate(long gpa, boolean validated) {
        synchronized (memory) {
            memory.requireOpen();
            if (entry(gpa).validated() == validated) {
                return false;
            }
            long frame = gpa / GuestMemory.PAGE;
            OwnedPage page = store.owned(frame).orElseGet(() -> fresh(frame));
            store.own(frame, new OwnedPage(validated, page.stored()));
            return true;
        }
    }

    /** The entry in the reverse map table of a page of the guest's memory. */
    public RmpEntry entry(long gpa) {
        synchronized (memory) {
            long frame = gpa / GuestMemory.PAGE;
            Optional<OwnedPage> page = store.owned(frame);
            if (page.isEmpty() && !(slot.running() && states.isPrivate(frame))) {
                return RmpEntry.NONE;
            }
            boolean validated = page.filter(OwnedPage::validated).isPresent();
            return new RmpEntry(true, slot.asid(), frame * GuestMemory.PAGE, validated);
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

    private void seal(long frame, byte[] page) {
        memory.requireOpen();
        slot.seal(frame, page);
        store.own(frame, new OwnedPage(true, page));
    }

    private OwnedPage fresh(long frame) {
        byte[] page = zeros();
        slot.seal(frame, page);
        return new OwnedPage(false, page);
    }

    private static byte[] zeros() {
        return new byte[GuestMemory.PAGE];
    }
}
