// SPDX-License-Identifier: Apache-2.0
package com.example.capsule;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;

/**
 * Plans capsules: the label in the second page, the image from 1 MiB on, and every processor at the image's first byte
 * with its number in {@code arg}. The processor's model makes no difference to a capsule.
 */
final class CapsulePlan {
    /** A kind of page of our own: it is measured by its name, so a label cannot be passed off as code. */
    static final PageKind LABEL = new PageKind("capsule-label");

    static final long LABEL_AT = 0x1000;
    static final long IMAGE_AT = 0x100000;
    private static final int MOST_VCPUS = 16;
    private static final int MOST_IMAGE = 16 << 20;
    private static final long MOST_MEMORY = 1L << 40;

    private CapsulePlan() {}

    static LaunchPlan of(GuestRequest request) {
        CapsuleSettings settings = CapsuleSettings.of(request.properties());
        Bytes image = request.firmware().content();
        require(request.boot().isEmpty(), "boot", "a capsule boots no kernel", "kernel", "a firmware image alone");
        require(!image.equals(Bytes.EMPTY), "image", "the image is empty", 0, "at least one byte");
        require(image.length() <= MOST_IMAGE, "image", "the image is too large", image.length(), MOST_IMAGE + " bytes");
        require(
                request.vcpus() >= 1 && request.vcpus() <= MOST_VCPUS,
                "vcpus",
                "a capsule cannot have so many vCPUs",
                request.vcpus(),
                "1 to " + MOST_VCPUS);
        require(
                request.memory() % GuestMemory.PAGE == 0
                        && request.memory() >= IMAGE_AT + padded(image).length(),
                "memory",
                "the memory is too small for the image, or no whole pages",
                request.memory() + " bytes",
                "a multiple of 4096, from " + (IMAGE_AT + padded(image).length()) + " on");
        require(
                request.memory() <= MOST_MEMORY,
                "memory",
                "a capsule cannot have so much memory",
                request.memory() + " bytes",
                "at most " + MOST_MEMORY);
        return plan(request, settings);
    }

    /** Refuses pages of a kind that no capsule has: what is measured under a name has to be what it says. */
    static void requireKind(InitialRange range) {
        require(
                range.kind().equals(LABEL) || range.kind().equals(PageKind.NORMAL),
                range.name(),
                "a capsule has no pages of this kind",
                range.kind(),
                LABEL + " or " + PageKind.NORMAL);
    }

    private static LaunchPlan plan(GuestRequest request, CapsuleSettings settings) {
        Bytes label = Bytes.of(settings.label().getBytes(StandardCharsets.US_ASCII));
        return new LaunchPlan(
                CapsuleGuest.TYPE,
                List.of(new MemoryRegion("ram", 0, request.memory())),
                List.of(
                        InitialRange.of("label", LABEL_AT, LABEL, padded(label)),
                        InitialRange.of(
                                "image",
                                IMAGE_AT,
                                PageKind.NORMAL,
                                padded(request.firmware().content()))),
                IntStream.range(0, request.vcpus()).mapToObj(CapsulePlan::vcpu).toList(),
                true,
                settings.policy(),
                "capsule-1",
                settings.debug() ? List.of("Debugging is on: the host may look inside the capsule.") : List.of());
    }

    private static VcpuState vcpu(int index) {
        return VcpuState.of(index, Map.of("pc", IMAGE_AT, "arg", (long) index));
    }

    /** Whole pages, at least one. */
    private static Bytes padded(Bytes content) {
        int pages = Math.max(1, (content.length() + GuestMemory.PAGE - 1) / GuestMemory.PAGE);
        byte[] whole = new byte[pages * GuestMemory.PAGE];
        content.copyTo(0, whole, 0, content.length());
        return Bytes.of(whole);
    }

    private static void require(boolean holds, String field, String what, Object found, Object expected) {
        if (!holds) {
            throw Problem.input("capsule." + field, what)
                    .at(field)
                    .found(found)
                    .expected(expected)
                    .exception();
        }
    }
}
