// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
 * The memory of a machine of the kernel's: shared pages are pages of this process. What the guest has in private pages
 * nobody here can see; whether the host sees their ciphertext differs: with SEV and SEV-ES it lies in the same pages,
 * with SEV-SNP in pages that are not mapped (Linux, guest_memfd).
 */
final class KvmMemory implements GuestMemory {
    /** Notifies the kernel of turned pages, where it needs that. */
    @FunctionalInterface
    interface Attributes {
        void set(long gpa, long size, Visibility visibility);
    }

    private final List<RegionMemory> pages;
    private final boolean ciphertextVisible;
    private final Attributes attributes;
    private final PageStates states = new PageStates();
    private boolean closed;

    KvmMemory(List<RegionMemory> pages, boolean ciphertextVisible, Attributes attributes) {
        this.pages = List.copyOf(pages);
        this.ciphertextVisible = ciphertextVisible;
        this.attributes = attributes;
    }

    @Override
    public List<MemoryRegion> regions() {
        return pages.stream().map(RegionMemory::region).toList();
    }

    @Override
    public MemoryView hostView() {
        return new MappedView(this, ciphertextVisible);
    }

    @Override
    public MemoryView guestView() {
        return new MappedView(this, false);
    }

    @Override
    public synchronized PageState page(long gpa) {
        requireMemory(gpa, 1);
        return states.at(gpa / PAGE);
    }

    @Override
    public synchronized void turn(long gpa, long size, Visibility to, Turn by) {
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
        // The kernel first: when it refuses, no page was turned
        attributes.set(gpa, size, to);
        states.turn(gpa / PAGE, (gpa + size) / PAGE, new PageState(to, by), (from, end) -> {});
    }

    @Override
    public synchronized OptionalLong hostAddress(long gpa) {
        requireOpen();
        Optional<RegionMemory> region = regionOf(gpa);
        return region.isPresent() ? OptionalLong.of(region.get().addressOf(gpa)) : OptionalLong.empty();
    }

    /** No view and no turn works any more; the pages are unmapped by the code that mapped them. */
    synchronized void close() {
        closed = true;
    }

    boolean isPrivate(long frame) {
        return states.isPrivate(frame);
    }

    Optional<RegionMemory> regionOf(long gpa) {
        return pages.stream()
                .filter(candidate -> candidate.region().contains(gpa, 1))
                .findFirst();
    }

    void requireMemory(long gpa, long length) {
        requireOpen();
        long at = gpa;
        long end = gpa + length;
        while (at < end) {
            at = regionOf(at).orElseThrow(() -> outside(gpa, length)).region().end();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Problem.operation(ProblemCodes.MEMORY_CLOSED, "the machine of this memory was closed")
                    .exception();
        }
    }

    private RuntimeException outside(long gpa, long length) {
        return Problem.input(ProblemCodes.MEMORY_OUTSIDE, "there is no memory behind these addresses")
                .at(Numbers.hex(gpa) + ", " + length + " bytes")
                .expected(regions())
                .exception();
    }
}
