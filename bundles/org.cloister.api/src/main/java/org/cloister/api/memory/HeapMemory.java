// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * Memory in Java's heap, for platforms in software: it costs what was written to it. The host can neither read nor
 * change a private page; the guest can read all, and write private ones once the launch is {@linkplain #seal sealed}.
 * What was in a page is kept when it is turned private by {@link Turn#LAUNCH_UPDATE}, and is gone with every other
 * turn. Nothing is encrypted. Safe for use by several threads.
 *
 * @since 1.1
 */
public final class HeapMemory implements GuestMemory, AutoCloseable {
    private final List<MemoryRegion> regions;
    private final PageStates states = new PageStates();
    private final NavigableMap<Long, byte[]> pages = new TreeMap<>();
    private final MemoryView host = new HeapView(this, this::isShared, this::isShared);
    private final MemoryView guest = new HeapView(this, frame -> true, frame -> isSealed() || isShared(frame));
    private boolean sealed;
    private boolean closed;

    /**
     * Memory of zeros, all of it shared.
     *
     * @param regions by ascending address, not overlapping
     */
    public HeapMemory(List<MemoryRegion> regions) {
        this.regions = List.copyOf(regions);
    }

    @Override
    public List<MemoryRegion> regions() {
        return regions;
    }

    @Override
    public MemoryView hostView() {
        return host;
    }

    @Override
    public MemoryView guestView() {
        return guest;
    }

    @Override
    public synchronized PageState page(long gpa) {
        require(gpa, 1);
        return states.at(gpa / PAGE);
    }

    @Override
    public synchronized void turn(long gpa, long size, Visibility to, Turn by) {
        if (gpa % PAGE != 0 || size % PAGE != 0 || size <= 0) {
            throw problem(ProblemCodes.MEMORY_ALIGNMENT, "only whole pages can be turned", gpa, size);
        }
        require(gpa, size);
        if (by == Turn.CREATION) {
            throw problem(ProblemCodes.MEMORY_REFUSED, "a page cannot be turned by its creation", gpa, size);
        }
        boolean kept = to == Visibility.PRIVATE && by == Turn.LAUNCH_UPDATE;
        long first = gpa / PAGE;
        states.turn(first, first + size / PAGE, new PageState(to, by), (from, end) -> {
            if (!kept) {
                pages.subMap(from, end).clear();
            }
        });
    }

    /** Always empty: a page has no address but its guest-physical one, and a platform's channels name it by that. */
    @Override
    public OptionalLong hostAddress(long gpa) {
        return OptionalLong.empty();
    }

    /** Says that the launch is finished: from now on the guest writes its private pages. */
    public synchronized void seal() {
        sealed = true;
    }

    /** Ends it; what was in it is wiped. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        closed = true;
        pages.values().forEach(page -> Arrays.fill(page, (byte) 0));
        pages.clear();
    }

    /** Bytes of a page; null where nothing was written. */
    byte[] bytes(long frame) {
        return pages.get(frame);
    }

    byte[] touched(long frame) {
        return pages.computeIfAbsent(frame, none -> new byte[PAGE]);
    }

    /** Runs of pages that were written. */
    synchronized List<MemoryRegion> written(MemoryRegion region) {
        require(region.gpa(), region.size());
        List<MemoryRegion> runs = new ArrayList<>();
        for (long frame : pages.subMap(region.gpa() / PAGE, region.end() / PAGE).keySet()) {
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).end() == frame * PAGE) {
                MemoryRegion run = runs.get(last);
                runs.set(last, new MemoryRegion(region.name(), run.gpa(), run.size() + PAGE));
            } else {
                runs.add(new MemoryRegion(region.name(), frame * PAGE, PAGE));
            }
        }
        return runs;
    }

    /** Refuses a run without memory behind each of its bytes. */
    void require(long gpa, long length) {
        if (closed) {
            throw problem(ProblemCodes.MEMORY_CLOSED, "the machine of this memory was closed", gpa, length);
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
            throw problem(ProblemCodes.MEMORY_OUTSIDE, "there is no memory behind these addresses", gpa, length);
        }
    }

    private synchronized boolean isShared(long frame) {
        return !states.isPrivate(frame);
    }

    private synchronized boolean isSealed() {
        return sealed;
    }

    static RuntimeException problem(String code, String what, long gpa, long length) {
        return Problem.operation(code, what)
                .at(Numbers.hex(gpa) + ", " + length + " bytes")
                .exception();
    }
}
