// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import com.example.capsulevm.CapsuleChannel;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.platform.HeapMachine;
import org.cloister.api.platform.MachineSpec;

/** A machine of the capsule platform: memory, processors' registers, and the capsule they are measured into. */
final class CapsuleMachine extends HeapMachine {
    private final Capsule capsule = new Capsule(this);

    CapsuleMachine(MachineSpec spec) {
        super(spec, Set.of("arg", "pc", "sp"));
    }

    /** Offers {@link CapsuleChannel}. */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return channel == CapsuleChannel.class ? Optional.of(channel.cast(capsule)) : Optional.empty();
    }
}
