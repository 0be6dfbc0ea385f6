// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.Bytes;
import org.cloister.api.Trust;
import org.cloister.api.platform.HeapMachine;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;

/** A platform of another vendor's for guests that can be sent: its secure processor has a key of its own. */
final class ParcelVmm implements Vmm {
    final Bytes key = Bytes.wrap(new SecureRandom().generateSeed(32));
    final List<Room> open = new CopyOnWriteArrayList<>();

    /** What a machine offers: its secure processor's key, and where its guest stands. */
    final class Room extends HeapMachine {
        volatile String state = "new";

        Room(MachineSpec spec) {
            super(spec, Set.of("pc"));
            open.add(this);
        }

        Bytes key() {
            return key;
        }

        @Override
        public <T> Optional<T> adapt(Class<T> channel) {
            return channel == Room.class ? Optional.of(channel.cast(this)) : Optional.empty();
        }

        @Override
        public void close() {
            open.remove(this);
            super.close();
        }
    }

    @Override
    public String name() {
        return "parcels";
    }

    @Override
    public PlatformFacts facts() {
        return new PlatformFacts(name(), Trust.EMULATED, Map.of("parcel", "in tests"), Map.of(), Map.of());
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        return new Room(spec);
    }
}
