// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** The pages of a vendor's machine for who carries them elsewhere, called the guarded way. */
public final class PageCalls {
    private static final int PAGE = GuestMemory.PAGE;

    private final GuestMemory memory;
    private final GuardedCalls calls;
    private final Vendor vendor;

    PageCalls(GuestMemory memory, Vendor vendor, GuardedCalls calls) {
        this.memory = memory;
        this.vendor = vendor;
        this.calls = calls;
    }

    private VendorCall call(String method) {
        return new VendorCall(vendor, method);
    }

    /** The runs of pages that may hold something, by ascending address. */
    public List<PageRun> written(MemoryRegion region) {
        return calls.inside(call("written"), () -> {
            List<PageRun> runs = new ArrayList<>();
            for (MemoryRegion run : memory.guestView().written(region)) {
                split(run.gpa(), run.end(), runs);
            }
            return runs;
        });
    }

    /** All pages of a region, by ascending address. */
    public List<PageRun> all(MemoryRegion region) {
        return calls.inside(call("page"), () -> {
            List<PageRun> runs = new ArrayList<>();
            split(region.gpa(), region.end(), runs);
            return runs;
        });
    }

    private void split(long gpa, long end, List<PageRun> runs) {
        long from = gpa;
        Visibility alike = memory.page(gpa).visibility();
        for (long page = gpa + PAGE; page < end; page += PAGE) {
            Visibility now = memory.page(page).visibility();
            if (now != alike) {
                runs.add(new PageRun(from, page - from, alike));
                from = page;
                alike = now;
            }
        }
        runs.add(new PageRun(from, end - from, alike));
    }

    /** What host and guest share. */
    public Bytes read(long gpa, int size) {
        return calls.inside(call("read"), () -> memory.hostView().read(gpa, size));
    }

    /** Writes what host and guest share. */
    public void write(long gpa, Bytes content) {
        calls.insideVoid(call("write"), () -> memory.hostView().write(gpa, content));
    }

    /** Makes pages what they were elsewhere; those that are it already stay as they came to be. */
    public void become(PageRun wanted) {
        List<PageRun> there = new ArrayList<>();
        calls.insideVoid(call("turn"), () -> {
            split(wanted.gpa(), wanted.end(), there);
            there.stream()
                    .filter(run -> run.visibility() != wanted.visibility())
                    .forEach(run -> memory.turn(run.gpa(), run.size(), wanted.visibility(), Turn.GUEST_PAGE_TABLE));
        });
    }
}
