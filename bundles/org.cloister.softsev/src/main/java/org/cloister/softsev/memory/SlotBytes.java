// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.OptionalLong;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Visibility;

/**
 * Guest-physical memory that lies in the slots of a client's machine.
 *
 * @param pages by the client's addresses
 * @param slots where each page lies
 */
public record SlotBytes(EncryptedPages pages, Slots slots) implements GuestBytes {
    @Override
    public byte[] read(long gpa, int length, boolean key) {
        byte[] content = new byte[length];
        PagedView.cut(gpa, 0, length, (frame, from, at, count) -> {
            byte[] piece = pages.read(address(frame) + from, count, key);
            System.arraycopy(piece, 0, content, at, count);
        });
        return content;
    }

    @Override
    public void write(long gpa, byte[] content, boolean key) {
        PagedView.cut(
                gpa,
                0,
                content.length,
                (frame, from, at, count) ->
                        pages.write(address(frame) + from, Arrays.copyOfRange(content, at, at + count), key));
    }

    @Override
    public void turn(long gpa, long size, Visibility visibility) {
        for (MemoryRegion region : slots.regions()) {
            long from = Math.max(gpa, region.gpa());
            long to = Math.min(gpa + size, region.end());
            if (from < to) {
                pages.turn(address(from / GuestMemory.PAGE), to - from, visibility);
            }
        }
    }

    private long address(long frame) {
        OptionalLong address = slots.address(frame * GuestMemory.PAGE);
        return address.orElseThrow(() -> Problem.input(ProblemCodes.MEMORY_OUTSIDE, "no slot has this address")
                .at(Numbers.hex(frame * GuestMemory.PAGE))
                .expected(slots.regions())
                .exception());
    }
}
