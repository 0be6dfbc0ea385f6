// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.status.Errno;
import org.cloister.api.Numbers;
import org.cloister.softsev.model.Refusal;

/**
 * The regions that are registered (Linux, sev_mem_enc_register_region). Memory in software has nothing that could be
 * moved, so registering is but accounted for. For one thread at a time.
 */
final class Regions {
    private final SevMachineState state;
    private final List<Region> registered = new ArrayList<>();

    Regions(SevMachineState state) {
        this.state = state;
    }

    void register(long address, long size) {
        Refusal.unless(state.initialised(), Errno.ENOTTY, "the machine is not an SEV guest");
        Refusal.unless(!state.mirror(), Errno.EINVAL, "a mirror registers no regions");
        state.requireMapped("addr", address, size);
        registered.add(new Region(address, size));
    }

    void unregister(long address, long size) {
        Refusal.unless(state.initialised(), Errno.ENOTTY, "the machine is not an SEV guest");
        Refusal.unless(!state.mirror(), Errno.EINVAL, "a mirror registers no regions");
        boolean known = registered.remove(new Region(address, size));
        String what = "addr " + Numbers.hex(address) + ", size " + size + ": not registered so";
        Refusal.unless(known, Errno.EINVAL, what);
    }

    /** The regions go with a context that moves here. */
    void take(Regions source) {
        registered.addAll(source.registered);
        source.registered.clear();
    }

    private record Region(long address, long size) {}
}
