// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.client.ClientMemory;
import org.cloister.softsev.client.ClientMemory.Pin;

/**
 * The regions of a client's memory that are registered, and so pinned (Linux, sev_mem_enc_register_region). Safe for
 * use by several threads.
 */
final class ClientRegions implements AutoCloseable {
    private final ClientMemory client;
    private final IntSupplier refusal;
    private final List<Region> registered = new ArrayList<>();

    private record Region(long address, long size, Pin pin) {}

    /** @param refusal why the machine has no regions, as the kernel's error number; 0 for one that has */
    ClientRegions(ClientMemory client, IntSupplier refusal) {
        this.client = client;
        this.refusal = refusal;
    }

    /** Answers with 0 or the kernel's error number; so does the other. */
    synchronized int register(long address, long size) {
        int refused = refusal.getAsInt();
        if (refused != 0) {
            return refused;
        }
        if (size <= 0 || address + size < address) {
            return Errno.EINVAL;
        }
        Optional<Pin> pin = client.pin(address, size);
        pin.ifPresent(held -> registered.add(new Region(address, size, held)));
        return pin.isPresent() ? 0 : Errno.ENOMEM;
    }

    synchronized int unregister(long address, long size) {
        int refused = refusal.getAsInt();
        if (refused != 0) {
            return refused;
        }
        Optional<Region> known = registered.stream()
                .filter(region -> region.address == address && region.size == size)
                .findFirst();
        known.ifPresent(region -> {
            registered.remove(region);
            region.pin.close();
        });
        return known.isPresent() ? 0 : Errno.EINVAL;
    }

    /** The regions go with a context that moves here, pinned as they are. */
    void take(ClientRegions source) {
        List<Region> theirs;
        synchronized (source) {
            theirs = List.copyOf(source.registered);
            source.registered.clear();
        }
        synchronized (this) {
            registered.addAll(theirs);
        }
    }

    /** Lets everything go. */
    @Override
    public synchronized void close() {
        registered.forEach(region -> region.pin.close());
        registered.clear();
    }
}
