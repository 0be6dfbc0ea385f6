// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.client.ClientMemory;
import org.cloister.softsev.client.ClientMemory.Pin;

/**
 * The regions of a client's memory that are registered, and so pinned (Linux, sev_mem_enc_register_region). Safe for
 * use by several threads.
 */
final class ClientRegions implements AutoCloseable {
    private final ClientMemory client;
    private final BooleanSupplier guest;
    private final List<Region> registered = new ArrayList<>();

    private record Region(long address, long size, Pin pin) {}

    /** @param guest whether the machine is an SEV guest yet */
    ClientRegions(ClientMemory client, BooleanSupplier guest) {
        this.client = client;
        this.guest = guest;
    }

    /** Answers with 0 or the kernel's error number; so does the other. */
    synchronized int register(long address, long size) {
        if (!guest.getAsBoolean()) {
            return Errno.ENOTTY;
        }
        if (size <= 0 || address + size < address) {
            return Errno.EINVAL;
        }
        Optional<Pin> pin = client.pin(address, size);
        pin.ifPresent(held -> registered.add(new Region(address, size, held)));
        return pin.isPresent() ? 0 : Errno.ENOMEM;
    }

    synchronized int unregister(long address, long size) {
        if (!guest.getAsBoolean()) {
            return Errno.ENOTTY;
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

    /** Lets everything go. */
    @Override
    public synchronized void close() {
        registered.forEach(region -> region.pin.close());
        registered.clear();
    }
}
