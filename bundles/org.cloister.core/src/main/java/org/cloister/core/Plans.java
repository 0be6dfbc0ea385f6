// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.TypeCalls;
import org.cloister.core.guard.VendorText;

/** What a plan has to be like before it is carried out. Plans come from vendors: each limit holds while it is read. */
final class Plans {
    private static final int MOST_REGIONS = 1024;
    private static final long MOST_MEMORY = 1L << 46;
    private static final int MOST_RANGES = 1 << 16;
    private static final int MOST_VCPUS = 4096;
    private static final int MOST_NOTES = 1000;

    private final TypeCalls support;

    private Plans(TypeCalls support) {
        this.support = support;
    }

    /** The plan, its notes fit for a terminal. */
    static LaunchPlan checked(TypeCalls support, LaunchPlan plan) {
        Plans rules = new Plans(support);
        rules.require(plan.type().equals(support.type()), "a plan of another type, " + plan.type());
        rules.requireMemory(plan.memory());
        rules.requireVcpus(plan);
        rules.requireRanges(plan);
        rules.requireAtMost(MOST_NOTES, plan.notes().size(), "notes");
        return VendorText.cleaned(plan);
    }

    private void requireMemory(List<MemoryRegion> regions) {
        require(!regions.isEmpty(), "a plan without memory");
        requireAtMost(MOST_REGIONS, regions.size(), "regions of memory");
        long total = 0;
        long end = 0;
        for (MemoryRegion region : regions) {
            require(region.gpa() >= end, text(region) + " overlaps the one before, or lies below it");
            end = region.end();
            total += region.size();
            require(total <= MOST_MEMORY, "more than " + Numbers.hex(MOST_MEMORY) + " bytes of memory");
        }
    }

    private static String text(MemoryRegion region) {
        return "region " + VendorText.line(region.name()) + " at " + Numbers.hex(region.gpa()) + " of "
                + Numbers.hex(region.size());
    }

    private void requireVcpus(LaunchPlan plan) {
        require(!plan.vcpus().isEmpty(), "a plan without a vCPU");
        requireAtMost(MOST_VCPUS, plan.vcpus().size(), "vCPUs");
        for (int i = 0; i < plan.vcpus().size(); i++) {
            int index = plan.vcpus().get(i).index();
            require(index == i, "vCPUs that are not numbered from 0 on: " + index + " in place " + i);
        }
    }

    private void requireRanges(LaunchPlan plan) {
        requireAtMost(MOST_RANGES, plan.ranges().size(), "ranges");
        TreeMap<Long, MemoryRegion> memory = new TreeMap<>();
        plan.memory().forEach(region -> memory.put(region.gpa(), region));
        for (InitialRange range : plan.ranges()) {
            Map.Entry<Long, MemoryRegion> region = memory.floorEntry(range.gpa());
            boolean inside = region != null && region.getValue().contains(range.gpa(), range.size());
            require(inside, text(range) + " outside the machine's memory, or not within one region of it");
        }
        List<InitialRange> sorted = plan.ranges().stream()
                .sorted(Comparator.comparingLong(InitialRange::gpa))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            InitialRange before = sorted.get(i - 1);
            InitialRange range = sorted.get(i);
            require(before.gpa() + before.size() <= range.gpa(), text(range) + " overlaps " + text(before));
        }
    }

    private static String text(InitialRange range) {
        return "range " + VendorText.line(range.name()) + " at " + Numbers.hex(range.gpa()) + " of "
                + Numbers.hex(range.size());
    }

    private void requireAtMost(int most, int found, String what) {
        require(found <= most, found + " " + what + ", which is more than " + most);
    }

    private void require(boolean holds, String found) {
        if (!holds) {
            throw Problem.defect(CoreCodes.PLAN_INVALID, "a backend made a plan that cannot be carried out")
                    .at(support.vendor().bundle() + ", type " + support.type())
                    .found(found)
                    .remedy("report this to who made that bundle")
                    .exception();
        }
    }
}
