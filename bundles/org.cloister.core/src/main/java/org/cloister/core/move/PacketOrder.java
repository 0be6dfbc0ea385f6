// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import java.util.BitSet;
import java.util.List;
import org.cloister.api.Numbers;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;

/**
 * Which packet may follow which: pages by ascending address, none twice, all of them within the guest's memory; then
 * processors from the first to the last; then, in that order too, registers of those whose packet was empty; then which
 * pages are private. For one stream.
 */
public final class PacketOrder {
    private final PacketReader stream;
    private final List<MemoryRegion> memory;
    private final int vcpus;
    private PacketType last = PacketType.START;
    private long free;
    private int vcpu;
    /** The processors whose registers may still come as they are. */
    private final BitSet plain = new BitSet();

    /** For a guest of this memory and so many processors, whose start was read. */
    public PacketOrder(PacketReader stream, List<MemoryRegion> memory, int vcpus) {
        this.stream = stream;
        this.memory = memory;
        this.vcpus = vcpus;
    }

    /**
     * Refuses a packet that cannot be here.
     *
     * @throws org.cloister.api.CloisterException {@code receive.stream}
     */
    public void require(Packet packet) {
        switch (packet.kind()) {
            case PRIVATE, SHARED -> {
                require(last.compareTo(PacketType.SHARED) <= 0, packet);
                requirePages(packet);
                free = packet.gpa() + packet.size();
            }
            case VCPU -> {
                require(last.compareTo(PacketType.VCPU) <= 0 && packet.gpa() == vcpu && vcpu < vcpus, packet);
                plain.set(vcpu, packet.payload().length() == 0);
                vcpu++;
            }
            case REGISTERS -> {
                boolean processor = packet.gpa() >= 0 && packet.gpa() < vcpus;
                require(last.compareTo(PacketType.REGISTERS) <= 0 && vcpu == vcpus && processor, packet);
                require(plain.get((int) packet.gpa()), packet);
                plain.clear(0, (int) packet.gpa() + 1);
            }
            case VISIBILITY -> require(last.compareTo(PacketType.VISIBILITY) <= 0 && vcpu == vcpus, packet);
            case END -> require(last == PacketType.VISIBILITY, packet);
            default -> require(false, packet);
        }
        last = packet.kind();
    }

    private void requirePages(Packet packet) {
        long gpa = packet.gpa();
        int size = packet.size();
        boolean whole = gpa >= 0 && gpa % GuestMemory.PAGE == 0 && size > 0 && size % GuestMemory.PAGE == 0;
        require(whole && size <= GuestTransfer.MOST_MEMORY && gpa >= free, packet);
        require(memory.stream().anyMatch(region -> region.contains(gpa, size)), packet);
        require(packet.kind() != PacketType.SHARED || packet.payload().length() == size, packet);
    }

    private void require(boolean right, Packet packet) {
        if (!right) {
            throw stream.wrong("a packet is not where it belongs")
                    .found(packet.kind() + " " + Numbers.hex(packet.gpa()) + ", " + packet.size() + " bytes, after "
                            + last)
                    .exception();
        }
    }
}
