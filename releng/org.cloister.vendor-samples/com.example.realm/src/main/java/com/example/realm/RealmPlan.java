// SPDX-License-Identifier: Apache-2.0
package com.example.realm;

import com.example.registervm.RealmParams;
import com.example.registervm.Rim;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;

/**
 * Plans realms: no firmware, a kernel at the beginning of memory, and the first processor at its first byte. A monitor
 * for people makes a device tree beside it, in which a command line and an initial RAM disk have their place; a sample
 * does without.
 */
final class RealmPlan {
    static final long RAM_AT = 0x80000000L;
    /** Memory is given to the realm in blocks of 2 MiB. */
    static final long BLOCK = 2L << 20;

    private static final int MOST_VCPUS = 16;
    private static final int MOST_KERNEL = 64 << 20;
    private static final long MOST_MEMORY = 4L << 30;

    private RealmPlan() {}

    static LaunchPlan of(GuestRequest request) {
        GuestPolicy policy = RealmPolicy.of(request.properties().getOrDefault(RealmPolicy.PROPERTY, ""));
        require(!request.hasFirmware(), "firmware", request.firmware().name(), "none: a realm begins with its kernel");
        require(request.boot().isPresent(), "kernel", "none", "a kernel, with --kernel FILE for example");
        DirectBoot boot = request.boot().orElseThrow();
        require(boot.initrd().isEmpty(), "initrd", "an initial RAM disk", "a kernel alone");
        require(boot.commandLine().isEmpty(), "command line", boot.commandLine(), "a kernel alone");
        int length = boot.kernel().content().length();
        require(length > 0 && length <= MOST_KERNEL, "kernel", length + " bytes", "1 to " + MOST_KERNEL + " bytes");
        require(request.vcpus() >= 1 && request.vcpus() <= MOST_VCPUS, "vcpus", request.vcpus(), "1 to " + MOST_VCPUS);
        require(
                request.memory() % BLOCK == 0 && request.memory() >= length && request.memory() <= MOST_MEMORY,
                "memory",
                request.memory() + " bytes",
                "a multiple of " + BLOCK + ", from the kernel's " + length + " to " + MOST_MEMORY);
        return new LaunchPlan(
                RealmGuest.TYPE,
                List.of(new MemoryRegion("ram", RAM_AT, request.memory())),
                List.of(InitialRange.of(
                        "kernel", RAM_AT, PageKind.NORMAL, pages(boot.kernel().content()))),
                IntStream.range(0, request.vcpus())
                        .mapToObj(index -> VcpuState.of(index, Map.of("pc", index == 0 ? RAM_AT : 0L)))
                        .toList(),
                true,
                policy,
                "realm-1",
                List.of());
    }

    /** What carrying the plan out measures: parameters, memory, content, and the processor that runs first. */
    static Rim rim(LaunchPlan plan) {
        RealmParams params = RealmPolicy.params(plan.policy());
        Rim rim = Rim.of(params);
        for (MemoryRegion region : plan.memory()) {
            for (long at = region.gpa(); at < region.end(); at += BLOCK) {
                rim = rim.ripas(at, at + BLOCK);
            }
        }
        for (InitialRange range : plan.ranges()) {
            Bytes content = range.content().orElseThrow();
            for (int at = 0; at < range.size(); at += Rim.GRANULE) {
                rim = rim.data(range.gpa() + at, content.slice(at, Rim.GRANULE));
            }
        }
        return rim.rec(plan.vcpus().get(0));
    }

    /** Refuses pages of another kind: all that goes into a realm here is measured. */
    static void requireKind(InitialRange range) {
        require(range.kind().equals(PageKind.NORMAL), range.name(), "pages of kind " + range.kind(), PageKind.NORMAL);
    }

    private static Bytes pages(Bytes content) {
        int pages = (content.length() + Rim.GRANULE - 1) / Rim.GRANULE;
        byte[] whole = new byte[pages * Rim.GRANULE];
        content.copyTo(0, whole, 0, content.length());
        return Bytes.wrap(whole);
    }

    private static void require(boolean holds, String field, Object found, Object expected) {
        if (!holds) {
            throw Problem.input("realm." + field.replace(' ', '-'), "a realm cannot be like this")
                    .at(field)
                    .found(found)
                    .expected(expected)
                    .exception();
        }
    }
}
