// SPDX-License-Identifier: Apache-2.0
package com.example.td;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;

/**
 * Plans trust domains: firmware that ends at 4 GiB, measured, and a page that says how much memory there is, whose
 * place alone is measured. Firmware of TDX describes its sections itself and gets a list of hand-off blocks; a sample
 * does without.
 */
final class TdPlan {
    static final long FIRMWARE_END = 1L << 32;
    static final long HOB_AT = 0x809000;
    private static final int MOST_VCPUS = 16;
    private static final int MOST_FIRMWARE = 16 << 20;
    private static final long LEAST_MEMORY = HOB_AT + GuestMemory.PAGE;
    private static final long MOST_MEMORY = 2L << 30;

    private TdPlan() {}

    static LaunchPlan of(GuestRequest request) {
        GuestPolicy policy = TdPolicy.of(request.properties().getOrDefault(TdPolicy.PROPERTY, ""));
        int length = request.requireFirmware(TdGuest.TYPE).content().length();
        require(request.boot().isEmpty(), "boot", "kernel", "firmware alone");
        require(
                length > 0 && length <= MOST_FIRMWARE && length % GuestMemory.PAGE == 0,
                "firmware",
                length + " bytes",
                "whole pages of 4096 bytes, up to " + MOST_FIRMWARE + " bytes");
        require(request.vcpus() >= 1 && request.vcpus() <= MOST_VCPUS, "vcpus", request.vcpus(), "1 to " + MOST_VCPUS);
        require(
                request.memory() % GuestMemory.PAGE == 0
                        && request.memory() >= LEAST_MEMORY
                        && request.memory() <= MOST_MEMORY,
                "memory",
                request.memory() + " bytes",
                "a multiple of 4096, from " + LEAST_MEMORY + " to " + MOST_MEMORY);
        return plan(request, policy);
    }

    private static LaunchPlan plan(GuestRequest request, GuestPolicy policy) {
        Bytes firmware = request.firmware().content();
        long at = FIRMWARE_END - firmware.length();
        return new LaunchPlan(
                TdGuest.TYPE,
                List.of(
                        new MemoryRegion("ram", 0, request.memory()),
                        new MemoryRegion("firmware", at, firmware.length())),
                List.of(
                        InitialRange.of("firmware", at, PageKind.NORMAL, firmware)
                                .in(InitialRange.Role.FIRMWARE),
                        InitialRange.of("hand-off", HOB_AT, PageKind.UNMEASURED, handOff(request.memory()))),
                IntStream.range(0, request.vcpus()).mapToObj(TdPlan::vcpu).toList(),
                false,
                policy,
                "td-1",
                "on".equals(policy.bits().get("debug"))
                        ? List.of("Debugging is on: the host may look inside.")
                        : List.of());
    }

    /** Whether the content of a range is measured. */
    static boolean isMeasured(InitialRange range) {
        boolean measured = range.kind().equals(PageKind.NORMAL);
        require(
                measured || range.kind().equals(PageKind.UNMEASURED),
                range.name(),
                "pages of kind " + range.kind(),
                PageKind.NORMAL + " or " + PageKind.UNMEASURED);
        return measured;
    }

    /** Where the processors find the hand-off page, and their number: as TDH.VP.INIT sets them. */
    private static VcpuState vcpu(int index) {
        return VcpuState.of(index, Map.of("rcx", HOB_AT, "r8", HOB_AT, "rsi", (long) index));
    }

    private static Bytes handOff(long memory) {
        return Bytes.wrap(ByteBuffer.allocate(GuestMemory.PAGE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(memory)
                .array());
    }

    private static void require(boolean holds, String field, Object found, Object expected) {
        if (!holds) {
            throw Problem.input("td." + field, "a trust domain cannot be like this")
                    .at(field)
                    .found(found)
                    .expected(expected)
                    .exception();
        }
    }
}
