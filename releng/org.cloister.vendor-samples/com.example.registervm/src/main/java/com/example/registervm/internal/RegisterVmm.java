// SPDX-License-Identifier: Apache-2.0
package com.example.registervm.internal;

import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.osgi.service.component.annotations.Component;

/**
 * A platform in software for guests of the types td and realm. It protects nothing and says so: its trust is
 * {@code EMULATED}.
 */
@Component
public final class RegisterVmm implements Vmm {
    private static final String NAME = "registervm";
    private static final String TD = "td";
    private static final String REALM = "realm";
    private static final int MAX_VCPUS = 16;
    private static final long MAX_MEMORY = 4L << 30;

    private static final PlatformFacts FACTS = new PlatformFacts(
            NAME,
            Trust.EMULATED,
            Map.of(
                    TD,
                    "in software, protects nothing",
                    REALM,
                    "in software, protects nothing",
                    PlatformFacts.GUEST_REQUESTS,
                    "trust domains are made to ask"),
            Map.of(PlatformFacts.EXECUTION, "registervm measures guests and does not run them"),
            Map.of(PlatformFacts.MAX_VCPUS, (long) MAX_VCPUS, PlatformFacts.MAX_MEMORY, MAX_MEMORY));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PlatformFacts facts() {
        return FACTS;
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        long bytes = spec.memory().stream().mapToLong(MemoryRegion::size).sum();
        require(spec.vcpus() <= MAX_VCPUS, "vcpus", spec.vcpus(), "at most " + MAX_VCPUS);
        require(bytes <= MAX_MEMORY, "memory", bytes + " bytes", "at most " + MAX_MEMORY);
        String type = spec.type().name();
        require(type.equals(TD) || type.equals(REALM), "type", spec.type(), TD + " or " + REALM);
        return type.equals(TD) ? new TdMachine(spec) : new RealmMachine(spec);
    }

    private static void require(boolean holds, String subject, Object found, Object expected) {
        if (!holds) {
            throw Problem.host("register.machine." + subject, "this platform cannot make such a machine")
                    .at("platform " + NAME)
                    .found(found)
                    .expected(expected)
                    .exception();
        }
    }
}
