// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import java.util.Objects;
import org.cloister.api.Bytes;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;

/**
 * One side's view of a machine's memory: what it throws is laid to the platform, not to who reads or writes. A call
 * that is left behind may go on, so it works with arrays of its own; and who reads much has the time of a question for
 * each part of it. What is written comes in one call, as one that fails must have changed nothing.
 */
final class GuardedView implements MemoryView {
    private static final int PART = 16 << 20;

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
        if (GuardedCalls.bounded()) {
            calls.insideVoid(read, () -> view.read(gpa, target, offset, length));
        } else {
            Objects.checkFromIndexSize(offset, length, target.length);
            System.arraycopy(inParts(gpa, length), 0, target, offset, length);
        }
    }

    @Override
    public void write(long gpa, byte[] source, int offset, int length) {
        if (GuardedCalls.bounded()) {
            calls.insideVoid(write, () -> view.write(gpa, source, offset, length));
        } else {
            write(gpa, Bytes.of(source, offset, length));
        }
    }

    private byte[] inParts(long gpa, int length) {
        byte[] all = new byte[length];
        int done = 0;
        do {
            int at = done;
            int size = Math.min(PART, length - at);
            byte[] part = new byte[size];
            calls.insideVoid(read, () -> view.read(gpa + at, part, 0, size));
            System.arraycopy(part, 0, all, at, size);
            done += size;
        } while (done < length);
        return all;
    }

    @Override
    public Bytes read(long gpa, int length) {
        return GuardedCalls.bounded()
                ? calls.inside(read, () -> view.read(gpa, length))
                : Bytes.wrap(inParts(gpa, length));
    }

    @Override
    public void write(long gpa, Bytes content) {
        calls.insideVoid(write, () -> view.write(gpa, content));
    }

    @Override
    public List<MemoryRegion> written(MemoryRegion region) {
        return calls.inside(written, () -> List.copyOf(view.written(region)));
    }
}
