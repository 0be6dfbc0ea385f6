// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;

/** One side's view of a machine's memory: what it throws is laid to the platform, not to who reads or writes. */
final class GuardedView implements MemoryView {
    private final MemoryView view;
    private final GuardedCalls calls;
    private final VendorCall read;
    private final VendorCall write;
    private final VendorCall written;

    GuardedView(MemoryView view, Vendor vendor, GuardedCalls calls) {
        this.view = view;
        this.calls = calls;
        read = new VendorCall(vendor, "MemoryView.read");
        write = new VendorCall(vendor, "MemoryView.write");
        written = new VendorCall(vendor, "MemoryView.written");
    }

    @Override
    public void read(long gpa, byte[] target, int offset, int length) {
        calls.insideVoid(read, () -> view.read(gpa, target, offset, length));
    }

    @Override
    public void write(long gpa, byte[] source, int offset, int length) {
        calls.insideVoid(write, () -> view.write(gpa, source, offset, length));
    }

    @Override
    public Bytes read(long gpa, int length) {
        return calls.inside(read, () -> view.read(gpa, length));
    }

    @Override
    public void write(long gpa, Bytes content) {
        calls.insideVoid(write, () -> view.write(gpa, content));
    }

    @Override
    public List<MemoryRegion> written(MemoryRegion region) {
        return calls.inside(written, () -> view.written(region));
    }
}
