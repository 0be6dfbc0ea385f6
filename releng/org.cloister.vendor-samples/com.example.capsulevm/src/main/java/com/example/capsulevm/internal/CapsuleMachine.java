// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import com.example.capsulevm.CapsuleChannel;
import com.example.capsulevm.CapsuleMoves;
import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.platform.HeapMachine;
import org.cloister.api.platform.MachineSpec;

/** A machine of the capsule platform: memory, processors' registers, and the capsule they are measured into. */
final class CapsuleMachine extends HeapMachine {
    private final Map<Class<?>, Object> channels;

    /** @param processor the key of the processor that it is on */
    CapsuleMachine(MachineSpec spec, KeyPair processor) {
        super(spec, Set.of("arg", "pc", "sp"));
        Capsule capsule = new Capsule(this);
        channels = Map.of(CapsuleChannel.class, capsule, CapsuleMoves.class, new CapsuleMove(capsule, this, processor));
    }

    /** Offers {@link CapsuleChannel} and {@link CapsuleMoves}. */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return Optional.ofNullable(channel.cast(channels.get(channel)));
    }
}
