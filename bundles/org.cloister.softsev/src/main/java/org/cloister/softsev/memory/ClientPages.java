// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.softsev.client.ClientMemory;
import org.cloister.softsev.client.Privacy;

/** Guest memory that lies in a client's. */
public record ClientPages(ClientMemory client) implements PageSources {
    /** All that a process can have; commands name memory of SEV and SEV-ES guests by addresses in it. */
    private static final MemoryRegion PROCESS = new MemoryRegion("process", 0, 1L << 57);

    /** Memory with the C-bit alone, by the client's addresses. */
    public SparseMemory byAddress(Privacy privacy, AtomicLong allPages) {
        ClientStore store =
                new ClientStore(allPages, client, frame -> OptionalLong.of(frame * GuestMemory.PAGE), privacy);
        return new SparseMemory(List.of(PROCESS), 0, store, slot(privacy), false);
    }

    /**
     * Memory with a reverse map table, by guest-physical addresses.
     *
     * @param slots where each page lies; whoever changes them tells the memory its regions
     */
    public SparseMemory bySlots(Slots slots, Privacy privacy, AtomicLong allPages) {
        ClientStore store =
                new ClientStore(allPages, client, frame -> slots.address(frame * GuestMemory.PAGE), privacy);
        return new SparseMemory(List.of(), 0, store, slot(privacy), true);
    }

    @Override
    public Optional<byte[]> page(long address) {
        byte[] page = new byte[GuestMemory.PAGE];
        return client.read(address, page) ? Optional.of(page) : Optional.empty();
    }

    // Linux tells nobody that it could not be written (sev_gmem_post_populate).
    @Override
    public void correct(long address, byte[] page) {
        client.write(address, page);
    }

    private static KeySlot slot(Privacy privacy) {
        return new KeySlot(privacy == Privacy.ENCRYPTED);
    }
}
