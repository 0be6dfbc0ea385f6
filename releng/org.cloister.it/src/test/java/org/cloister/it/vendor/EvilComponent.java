// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.Map;
import org.cloister.api.Trust;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;

/** A platform that Declarative Services make, which fails in its constructor or when it is activated. */
public final class EvilComponent implements Vmm {
    /** Fails, if it is to fail here. */
    public EvilComponent() {
        Evil.strikes().at("constructor");
    }

    void activate() {
        Evil.strikes().at("activate");
    }

    @Override
    public String name() {
        return EvilPlatform.NAME;
    }

    @Override
    public PlatformFacts facts() {
        return new PlatformFacts(EvilPlatform.NAME, Trust.EMULATED, Map.of(), Map.of(), Map.of());
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        throw new UnsupportedOperationException();
    }
}
