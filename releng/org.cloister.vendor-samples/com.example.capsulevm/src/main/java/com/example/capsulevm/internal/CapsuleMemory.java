// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.PageStates;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/**
 * Memory that costs what was written to it. The host can neither read nor write a private page. Safe for use by several
 * threads.
 */
final class CapsuleMemory implements GuestMemory {
    private final List<MemoryRegion> regions;
    private final PageStates states = new PageStates();
    private final NavigableMap<Long, byte[]> pages = new TreeMap<>();
    private boolean sealed;
    private boolean closed;

    CapsuleMemory(List<MemoryRegion> regions) {
        this.regions = regions;
    }

    @Override
    public List<MemoryRegion> regions() {
        return regions;
    }

    @Override
    public MemoryView hostView() {
        return new PageView(this, frame -> !states.isPrivate(frame), frame -> !states.isPrivate(frame));
    }

    /** No processor runs before the seal, so nothing writes a private page until then. */
    @Override
    public MemoryView guestView() {
        return new PageView(this, frame -> true, frame -> sealed || !states.isPrivate(frame));
    }

    @Override
    public synchronized PageState page(long gpa) {
        require(gpa, 1);
        return states.at(gpa / PAGE);
    }

    @Override
    public synchronized void turn(long gpa, long size, Visibility to, Turn by) {
        if (gpa % PAGE != 0 || size % PAGE != 0 || size <= 0) {
            throw problem("memory.alignment", "only whole pages can be turned", gpa);
        }
        require(gpa, size);
        if (by == Turn.CREATION) {
            throw problem("memory.refused", "a page cannot be turned by its creation", gpa);
        }
        boolean measured = to == Visibility.PRIVATE && by == Turn.LAUNCH_UPDATE;
        long first = gpa / PAGE;
        states.turn(first, first + size / PAGE, new PageState(to, by), (from, end) -> {
            if (!measured) {
                pages.subMap(from, end).clear();
            }
        });
    }

    /** Pages have no address but their own: the channel names them by that. */
    @Override
    public OptionalLong hostAddress(long gpa) {
        return OptionalLong.empty();
    }

    synchronized void seal() {
        sealed = true;
    }

    synchronized void close() {
        closed = true;
        pages.values().forEach(page -> Arrays.fill(page, (byte) 0));
        pages.clear();
    }

    /** The bytes of a page; null where nothing was written. */
    byte[] bytes(long frame) {
        return pages.get(frame);
    }

    byte[] touched(long frame) {
        return pages.computeIfAbsent(frame, key -> new byte[PAGE]);
    }

    void require(long gpa, long length) {
        if (closed) {
            throw problem("memory.closed", "the machine of this memory was closed", gpa);
        }
        long at = gpa;
        long left = length;
        for (MemoryRegion region : regions) {
            if (left > 0 && region.contains(at, 1)) {
                long here = Math.min(left, region.end() - at);
                at += here;
                left -= here;
            }
        }
        if (left != 0) {
            throw problem("memory.outside", "there is no memory behind these addresses", gpa);
        }
    }

    static RuntimeException problem(String code, String what, long gpa) {
        return Problem.operation(code, what).at("0x" + Long.toHexString(gpa)).exception();
    }
}
