// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.cloister.amd.status.Errno;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.softsev.client.ClientSlot;

/** The memory slots of a machine, with KVM's rules (Linux, virt/kvm/kvm_main.c, kvm_set_memory_region). */
public final class Slots {
    /** So that no end of a slot has the sign. */
    private static final long MOST = Long.MAX_VALUE >> 1;

    private final boolean privateMemory;
    private final Map<Integer, ClientSlot> slots = new TreeMap<>();

    /** @param privateMemory whether pages of slots with guest_memfd can be private */
    public Slots(boolean privateMemory) {
        this.privateMemory = privateMemory;
    }

    /**
     * Adds a slot, moves it, or takes it away.
     *
     * @return 0 or the kernel's error number
     */
    public synchronized int set(ClientSlot slot) {
        if (!formed(slot)) {
            return Errno.EINVAL;
        }
        Optional<ClientSlot> old = Optional.ofNullable(slots.get(slot.number()));
        if (slot.size() == 0) {
            slots.remove(slot.number());
            return old.isPresent() ? 0 : Errno.EINVAL;
        }
        // A slot keeps its size, and one with guest_memfd keeps everything
        boolean kept =
                old.isEmpty() || old.get().size() == slot.size() && !old.get().guestMemfd() && !slot.guestMemfd();
        if (!kept) {
            return Errno.EINVAL;
        }
        boolean free = slots.values().stream().allMatch(one -> one.number() == slot.number() || apart(one, slot));
        if (free) {
            slots.put(slot.number(), slot);
        }
        return free ? 0 : Errno.EEXIST;
    }

    /** The client's address of a byte of the guest's memory. */
    public synchronized OptionalLong address(long gpa) {
        return slots.values().stream()
                .filter(slot -> gpa >= slot.gpa() && gpa - slot.gpa() < slot.size())
                .mapToLong(slot -> slot.uaddr() + (gpa - slot.gpa()))
                .findFirst();
    }

    /** All of them, by ascending address. */
    public List<MemoryRegion> regions() {
        return regions(slot -> true);
    }

    /** Those whose pages can be private, by ascending address. */
    public List<MemoryRegion> privateRegions() {
        return regions(ClientSlot::guestMemfd);
    }

    private synchronized List<MemoryRegion> regions(Predicate<ClientSlot> which) {
        List<MemoryRegion> regions = new ArrayList<>();
        slots.values().stream()
                .filter(which)
                .sorted(Comparator.comparingLong(ClientSlot::gpa))
                .forEach(slot -> regions.add(new MemoryRegion("slot " + slot.number(), slot.gpa(), slot.size())));
        return regions;
    }

    private boolean formed(ClientSlot slot) {
        boolean whole = (slot.gpa() | slot.size() | slot.uaddr()) % GuestMemory.PAGE == 0;
        boolean within = slot.gpa() >= 0 && slot.gpa() < MOST && slot.size() >= 0 && slot.size() < MOST;
        return whole && within && slot.number() >= 0 && (privateMemory || !slot.guestMemfd());
    }

    private static boolean apart(ClientSlot one, ClientSlot other) {
        return one.gpa() + one.size() <= other.gpa() || other.gpa() + other.size() <= one.gpa();
    }
}
