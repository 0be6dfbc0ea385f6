// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.RmpEntry;

/**
 * The bytes of one machine's pages by frame number. As with Linux's guest_memfd a frame has two backings: the one that
 * host and guest share, and the one that the guest owns. Frames that were never written have none and read as zeros.
 */
class PageStore {
    // VMSAs lie in memory of the hypervisor's that the guest has no address for: here behind all 52-bit addresses.
    static final long VMSA_FRAMES = 1L << 52 - 12;

    // Linux, arch/x86/kvm/svm/sev.c, INITIAL_VMSA_GPA: the entry of each of them names the last frame.
    static final long VMSA_GPA = 0xFFFFFFFFF000L;

    private final NavigableMap<Long, byte[]> shared = new TreeMap<>();
    private final NavigableMap<Long, OwnedPage> owned = new TreeMap<>();
    private final AtomicLong allPages;

    /** @param allPages the pages of all machines of the platform, kept exact by this store */
    PageStore(AtomicLong allPages) {
        this.allPages = allPages;
    }

    int size() {
        return shared.size() + owned.size();
    }

    /** The shared backing of a frame, to be read only. */
    Optional<byte[]> shared(long frame) {
        return Optional.ofNullable(shared.get(frame));
    }

    Optional<OwnedPage> owned(long frame) {
        return Optional.ofNullable(owned.get(frame));
    }

    /** Whether all of some frames can be reached. */
    boolean reaches(long frame, long pages) {
        return true;
    }

    /** Writes a piece of a frame's shared backing, which is made when there is none. */
    void write(long frame, int from, byte[] source, int at, int count) {
        byte[] page = shared.get(frame);
        if (page == null) {
            page = new byte[GuestMemory.PAGE];
            shared.put(frame, page);
            allPages.incrementAndGet();
        }
        System.arraycopy(source, at, page, from, count);
    }

    /** The frames that have bytes of their own, of any owner, by ascending number. */
    SortedSet<Long> frames(long from, long to) {
        SortedSet<Long> frames = new TreeSet<>(shared.subMap(from, to).keySet());
        frames.addAll(owned.subMap(from, to).keySet());
        return frames;
    }

    /** Gives a frame to the guest; the shared backing is gone. */
    void own(long frame, OwnedPage page) {
        int before = size();
        shared.remove(frame);
        owned.put(frame, page);
        account(before);
    }

    /** Encrypts the page with a processor's registers, and gives it to the guest. */
    void sealVmsa(int vcpu, KeySlot slot, byte[] vmsa) {
        byte[] page = vmsa.clone();
        long unit = VMSA_FRAMES + vcpu;
        slot.seal(unit, page);
        RmpEntry entry = RmpEntry.guest(slot.asid(), VMSA_GPA, true).withPlace(VMSA_GPA, true);
        own(unit, new OwnedPage(entry, unit, page));
    }

    /** The page with a processor's registers in clear; empty when there is none. */
    Optional<byte[]> vmsa(int vcpu, KeySlot slot) {
        return owned(VMSA_FRAMES + vcpu).map(owned -> owned.plaintext(slot));
    }

    /** The pages with processors' registers as they are encrypted, by the processors' numbers. */
    Map<Integer, OwnedPage> vmsas() {
        Map<Integer, OwnedPage> pages = new TreeMap<>();
        owned.tailMap(VMSA_FRAMES).forEach((frame, page) -> pages.put((int) (frame - VMSA_FRAMES), page));
        return pages;
    }

    /** Takes a page with a processor's registers as it is encrypted; its place is the same in each machine. */
    void putVmsa(int vcpu, OwnedPage page) {
        own(VMSA_FRAMES + vcpu, page);
    }

    void dropVmsas() {
        dropOwned(VMSA_FRAMES, Long.MAX_VALUE);
    }

    void dropShared(long from, long to) {
        int before = size();
        shared.subMap(from, to).clear();
        account(before);
    }

    void dropOwned(long from, long to) {
        int before = size();
        owned.subMap(from, to).clear();
        account(before);
    }

    void clear() {
        dropShared(0, Long.MAX_VALUE);
        dropOwned(0, Long.MAX_VALUE);
    }

    /** Counts pages that lie elsewhere. */
    void count(long more) {
        allPages.addAndGet(more);
    }

    private void account(int before) {
        allPages.addAndGet(size() - before);
    }
}
