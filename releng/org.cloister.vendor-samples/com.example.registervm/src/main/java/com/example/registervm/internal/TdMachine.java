// SPDX-License-Identifier: Apache-2.0
package com.example.registervm.internal;

import com.example.registervm.TdModule;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.platform.HeapMachine;
import org.cloister.api.platform.MachineSpec;

/** A machine with a trust domain in it. */
final class TdMachine extends HeapMachine {
    private final TdModule module = new TrustDomain(this);

    TdMachine(MachineSpec spec) {
        super(spec, Set.of("rcx", "r8", "rsi"));
    }

    /** Offers {@link TdModule}. */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return channel == TdModule.class ? Optional.of(channel.cast(module)) : Optional.empty();
    }
}
