// SPDX-License-Identifier: Apache-2.0
package com.example.registervm.internal;

import com.example.registervm.RealmMonitor;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.platform.HeapMachine;
import org.cloister.api.platform.MachineSpec;

/** A machine with a realm in it. */
final class RealmMachine extends HeapMachine {
    private final RealmMonitor monitor = new Realm(this);

    RealmMachine(MachineSpec spec) {
        super(spec, Set.of("pc", "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7"));
    }

    /** Offers {@link RealmMonitor}. */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return channel == RealmMonitor.class ? Optional.of(channel.cast(monitor)) : Optional.empty();
    }
}
