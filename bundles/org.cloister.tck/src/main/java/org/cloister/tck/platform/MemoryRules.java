// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;

/** Reading and writing what is shared. */
final class MemoryRules {
    private static final String OUTSIDE = ProblemCodes.MEMORY_OUTSIDE;
    private static final int PAGE = GuestMemory.PAGE;

    private MemoryRules() {}

    static CheckBodies<PlatformSubject> bodies() {
        return new CheckBodies<PlatformSubject>()
                .of("memory.regions", MemoryRules::regions)
                .of("memory.zero", OnMemory.fresh(MemoryRules::zero))
                .of("memory.write", OnMemory.fresh(MemoryRules::written))
                .of("memory.views", OnMemory.fresh(MemoryRules::views))
                .of("memory.copies", OnMemory.fresh(MemoryRules::copies))
                .of("memory.bounds", OnMemory.fresh(MemoryRules::outside))
                .of("memory.unchanged", OnMemory.fresh(MemoryRules::unchanged))
                .of("memory.written", OnMemory.fresh(MemoryRules::runs))
                .of("memory.host-address", OnMemory.fresh(MemoryRules::address));
    }

    private static String regions(PlatformSubject on) throws Exception {
        List<MemoryRegion> asked = on.spec().memory();
        return OnMemory.fresh((memory, gpa) -> {
                    CheckEnd.require(asked.equals(memory.regions()), "asked for " + asked + ": " + memory.regions());
                    return asked.size() + " regions";
                })
                .of(on);
    }

    private static String zero(GuestMemory memory, long gpa) {
        for (MemoryRegion region : memory.regions()) {
            for (long at : new long[] {region.gpa(), region.end() - PAGE}) {
                PageState state = memory.page(at);
                CheckEnd.require(
                        state.equals(new PageState(Visibility.SHARED, Turn.CREATION)),
                        state + " at 0x" + Long.toHexString(at));
                CheckEnd.require(
                        memory.hostView().read(at, PAGE).isZero()
                                && memory.guestView().read(at, PAGE).isZero(),
                        "not zero at 0x" + Long.toHexString(at));
            }
        }
        return "first and last pages of " + memory.regions().size() + " regions";
    }

    private static Bytes pattern(int length) {
        byte[] pattern = new byte[length];
        for (int i = 0; i < length; i++) {
            pattern[i] = (byte) (i * 7 + 1);
        }
        return Bytes.wrap(pattern);
    }

    private static String written(GuestMemory memory, long gpa) {
        Bytes pattern = pattern(PAGE + 100);
        memory.hostView().write(gpa + PAGE - 50, pattern);
        Bytes read = memory.hostView().read(gpa + PAGE - 50, pattern.length());
        CheckEnd.require(pattern.equals(read), "other bytes were read");
        CheckEnd.require(memory.hostView().read(gpa + PAGE - 100, 50).isZero(), "bytes before it were changed");
        return pattern.length() + " bytes over three pages";
    }

    private static String views(GuestMemory memory, long gpa) {
        Bytes pattern = pattern(100);
        memory.hostView().write(gpa, pattern);
        CheckEnd.require(pattern.equals(memory.guestView().read(gpa, 100)), "the guest reads other bytes");
        memory.guestView().write(gpa + PAGE, pattern);
        CheckEnd.require(pattern.equals(memory.hostView().read(gpa + PAGE, 100)), "the host reads other bytes");
        return "both ways";
    }

    private static String copies(GuestMemory memory, long gpa) {
        byte[] mine = pattern(PAGE).toArray();
        memory.hostView().write(gpa, mine, 0, PAGE);
        Arrays.fill(mine, (byte) 0x5a);
        Bytes first = memory.hostView().read(gpa, PAGE);
        CheckEnd.require(pattern(PAGE).equals(first), "memory changes with the array that was written from");
        byte[] target = new byte[PAGE];
        memory.hostView().read(gpa, target, 0, PAGE);
        Arrays.fill(target, (byte) 0x5b);
        CheckEnd.require(
                pattern(PAGE).equals(memory.hostView().read(gpa, PAGE)),
                "memory changes with the array that was read into");
        memory.hostView().write(gpa, new byte[PAGE], 0, PAGE);
        CheckEnd.require(pattern(PAGE).equals(first), "what was read changes with memory");
        return "arrays are copied";
    }

    private static String outside(GuestMemory memory, long gpa) {
        long end = OnMemory.end(memory);
        OnMemory.refused(
                OUTSIDE, "reading behind the end", () -> memory.hostView().read(end, new byte[1], 0, 1));
        OnMemory.refused(
                OUTSIDE, "reading over the end", () -> memory.hostView().read(end - 1, new byte[2], 0, 2));
        OnMemory.refused(
                OUTSIDE, "writing over the end", () -> memory.hostView().write(end - 1, new byte[2], 0, 2));
        OnMemory.refused(
                OUTSIDE, "the guest's reading", () -> memory.guestView().read(end, new byte[1], 0, 1));
        OnMemory.refused(OUTSIDE, "a negative address", () -> memory.hostView().read(-1, new byte[1], 0, 1));
        return OnMemory.refused(OUTSIDE, "the page behind the end", () -> memory.page(end));
    }

    private static String unchanged(GuestMemory memory, long gpa) {
        long end = OnMemory.end(memory);
        OnMemory.refused(
                OUTSIDE,
                "writing over the end",
                () -> memory.hostView().write(end - PAGE, pattern(2 * PAGE).toArray(), 0, 2 * PAGE));
        CheckEnd.require(memory.hostView().read(end - PAGE, PAGE).isZero(), "the part inside was written");
        return "nothing was written";
    }

    private static String runs(GuestMemory memory, long gpa) {
        MemoryRegion region = memory.regions().get(0);
        memory.hostView().write(gpa + PAGE, pattern(10));
        List<MemoryRegion> runs = memory.hostView().written(region);
        CheckEnd.require(
                runs.stream().anyMatch(run -> run.contains(gpa + PAGE, 10)), "what was written is in none of " + runs);
        for (int i = 1; i < runs.size(); i++) {
            CheckEnd.require(runs.get(i - 1).end() <= runs.get(i).gpa(), "out of order: " + runs);
        }
        return runs.toString();
    }

    private static String address(GuestMemory memory, long gpa) {
        OptionalLong first = memory.hostAddress(gpa);
        OptionalLong next = memory.hostAddress(gpa + PAGE);
        CheckEnd.require(first.isPresent() == next.isPresent(), "there is one for one of two pages only");
        if (first.isEmpty()) {
            return "none";
        }
        long apart = next.getAsLong() - first.getAsLong();
        CheckEnd.require(apart == PAGE, "two pages are " + apart + " bytes apart");
        return "they run on";
    }
}
