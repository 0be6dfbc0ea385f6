// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageStates;

/**
 * How pages become a guest's own: key, source, ciphertext, entry in the reverse map table (RMP).
 *
 * <p>Each call is one step for every other user of the memory; one that refuses has changed nothing.
 */
public final class PageAssignment {
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
     * @param source the host address of its content, a multiple of 4096; empty for zeros
     * @param firmware gets the content where it lies and answers with what has to be in the page; refuses by throwing,
     *     and only then may it have changed the content: Linux copies a CPUID page that was refused back to its source
     */
    public Result assign(long gpa, OptionalLong source, UnaryOperator<byte[]> firmware) {
        synchronized (memory) {
            long frame = gpa / GuestMemory.PAGE;
            if (store.owned(frame).isPresent()) {
                return Result.ALREADY_ASSIGNED;
            }
            if (!states.isPrivate(frame)) {
                return Result.NOT_PRIVATE;
            }
            Optional<byte[]> content = source.isEmpty() ? Optional.of(zeros()) : read(source.getAsLong());
            if (content.isEmpty()) {
                return Result.NO_SOURCE;
            }
            byte[] plain = content.get();
            own(frame, plain, firmware.apply(plain), source);
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
     * What would be put into a page from a source, 4096 bytes.
     *
     * @param address the host address of a page
     * @return empty when there is nothing to be read at the address
     */
    public Optional<byte[]> source(long address) {
        synchronized (memory) {
            return read(address).map(byte[]::clone);
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

    // The source of an assigned page was used up; reading zeros instead would measure something nobody wrote.
    private Optional<byte[]> read(long address) {
        long gpa = address - SparseMemory.HOST_BASE;
        long frame = gpa / GuestMemory.PAGE;
        boolean readable =
                memory.has(gpa, GuestMemory.PAGE) && store.owned(frame).isEmpty();
        return readable ? store.shared(frame).or(() -> Optional.of(zeros())) : Optional.empty();
    }

    // A page that is its own source is encrypted where it lies; any other source stays as it is.
    private void own(long frame, byte[] plain, byte[] content, OptionalLong source) {
        boolean foreign = source.isPresent() && source.getAsLong() != SparseMemory.HOST_BASE + frame * GuestMemory.PAGE;
        // What the firmware made itself is nobody else's: the guest's keys are to have no copy in the clear.
        seal(frame, foreign && content == plain ? content.clone() : content);
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
