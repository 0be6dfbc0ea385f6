// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.util.List;
import java.util.stream.IntStream;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.kvm.vm.abi.Layouts;
import org.cloister.kvm.vm.abi.Struct;

/** The structs that a machine's requests take, filled. */
final class RequestStructs {
    private static final Slot CAP = Layouts.ENABLE_CAP.slot("cap");
    private static final List<Slot> ARGUMENTS = IntStream.range(0, 4)
            .mapToObj(i -> Layouts.ENABLE_CAP.slot("args[" + i + "]"))
            .toList();

    // A region with private pages begins as one without
    private static final Slot SLOT = Layouts.MEMORY_REGION.slot("slot");
    private static final Slot FLAGS = Layouts.MEMORY_REGION.slot("flags");
    private static final Slot GPA = Layouts.MEMORY_REGION.slot("guest_phys_addr");
    private static final Slot SIZE = Layouts.MEMORY_REGION.slot("memory_size");
    private static final Slot ADDRESS = Layouts.MEMORY_REGION.slot("userspace_addr");
    private static final Slot MEMFD = Layouts.MEMORY_REGION2.slot("guest_memfd");
    private static final Slot MEMFD_OFFSET = Layouts.MEMORY_REGION2.slot("guest_memfd_offset");

    private static final Slot LOG_SLOT = Layouts.DIRTY_LOG.slot("slot");
    private static final Slot LOG_BITMAP = Layouts.DIRTY_LOG.slot("dirty_bitmap");
    private static final Slot FILE_SIZE = Layouts.CREATE_GUEST_MEMFD.slot("size");
    private static final Slot FILE_FLAGS = Layouts.CREATE_GUEST_MEMFD.slot("flags");
    private static final Slot PAGES_ADDRESS = Layouts.MEMORY_ATTRIBUTES.slot("address");
    private static final Slot PAGES_SIZE = Layouts.MEMORY_ATTRIBUTES.slot("size");
    private static final Slot PAGES_ATTRIBUTES = Layouts.MEMORY_ATTRIBUTES.slot("attributes");
    private static final Slot PINNED_ADDRESS = Layouts.ENC_REGION.slot("addr");
    private static final Slot PINNED_SIZE = Layouts.ENC_REGION.slot("size");

    private static final int FIRST_RANGE = 8;
    private static final Slot RANGE_FLAGS = Layouts.MSR_FILTER_RANGE.slot("flags");
    private static final Slot RANGE_COUNT = Layouts.MSR_FILTER_RANGE.slot("nmsrs");
    private static final Slot RANGE_BASE = Layouts.MSR_FILTER_RANGE.slot("base");
    private static final Slot RANGE_BITMAP = Layouts.MSR_FILTER_RANGE.slot("bitmap");

    private RequestStructs() {}

    static Struct enableCap(KvmCapability capability, long... arguments) {
        Struct struct = Struct.of(Layouts.ENABLE_CAP).set(CAP, capability.number());
        for (int i = 0; i < arguments.length; i++) {
            struct.set(ARGUMENTS.get(i), arguments[i]);
        }
        return struct;
    }

    static Struct memory(MemorySlot slot) {
        Layout layout = slot.privatePages().isPresent() ? Layouts.MEMORY_REGION2 : Layouts.MEMORY_REGION;
        Struct region = Struct.of(layout)
                .set(SLOT, slot.number())
                .set(FLAGS, slot.flags())
                .set(GPA, slot.gpa())
                .set(SIZE, slot.size())
                .set(ADDRESS, slot.address());
        slot.privatePages()
                .ifPresent(pages -> region.set(FLAGS, slot.flags() | Constants.MEM_GUEST_MEMFD)
                        .set(MEMFD, pages.file().number())
                        .set(MEMFD_OFFSET, pages.offset()));
        return region;
    }

    static Struct noMemory(int slot) {
        return Struct.of(Layouts.MEMORY_REGION).set(SLOT, slot);
    }

    static Struct dirtyLog(int slot, long bitmap) {
        return Struct.of(Layouts.DIRTY_LOG).set(LOG_SLOT, slot).set(LOG_BITMAP, bitmap);
    }

    static Struct guestMemfd(long size, long flags) {
        return Struct.of(Layouts.CREATE_GUEST_MEMFD).set(FILE_SIZE, size).set(FILE_FLAGS, flags);
    }

    static Struct writeFilter(int msr, long bitmap) {
        Struct filter = Struct.of(Layouts.MSR_FILTER);
        RANGE_FLAGS.put(filter.buffer(), FIRST_RANGE, Constants.MSR_FILTER_WRITE);
        RANGE_COUNT.put(filter.buffer(), FIRST_RANGE, 1);
        RANGE_BASE.put(filter.buffer(), FIRST_RANGE, Integer.toUnsignedLong(msr));
        RANGE_BITMAP.put(filter.buffer(), FIRST_RANGE, bitmap);
        return filter;
    }

    static Struct attributes(long gpa, long size, long attributes) {
        return Struct.of(Layouts.MEMORY_ATTRIBUTES)
                .set(PAGES_ADDRESS, gpa)
                .set(PAGES_SIZE, size)
                .set(PAGES_ATTRIBUTES, attributes);
    }

    static Struct pinned(long address, long size) {
        return Struct.of(Layouts.ENC_REGION).set(PINNED_ADDRESS, address).set(PINNED_SIZE, size);
    }
}
