// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** A machine's memory: a guest type that uses it is not to blame for what it throws. */
final class GuardedMemory implements GuestMemory {
    private final GuestMemory memory;
    private final GuardedCalls calls;
    private final Vendor vendor;
    private final VendorCall regions;
    private final VendorCall address;
    private final VendorCall page;
    private final VendorCall turn;

    GuardedMemory(GuestMemory memory, Vendor vendor, GuardedCalls calls) {
        this.memory = memory;
        this.calls = calls;
        this.vendor = vendor;
        regions = new VendorCall(vendor, "regions");
        address = new VendorCall(vendor, "hostAddress");
        page = new VendorCall(vendor, "page");
        turn = new VendorCall(vendor, "turn");
    }

    @Override
    public List<MemoryRegion> regions() {
        return calls.inside(regions, () -> List.copyOf(memory.regions()));
    }

    @Override
    public MemoryView hostView() {
        return view("hostView", memory::hostView);
    }

    @Override
    public MemoryView guestView() {
        return view("guestView", memory::guestView);
    }

    private MemoryView view(String method, Callable<MemoryView> side) {
        return new GuardedView(calls.inside(new VendorCall(vendor, method), side), vendor, calls);
    }

    @Override
    public PageState page(long gpa) {
        return calls.inside(page, () -> memory.page(gpa));
    }

    @Override
    public void turn(long gpa, long size, Visibility to, Turn by) {
        calls.insideVoid(turn, () -> memory.turn(gpa, size, to, by));
    }

    @Override
    public OptionalLong hostAddress(long gpa) {
        return calls.inside(address, () -> memory.hostAddress(gpa));
    }
}
