// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import java.security.KeyPair;
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
 * A platform in software for guests of type capsule. It protects nothing and says so: its trust is {@code EMULATED}.
 */
@Component
public final class CapsuleVmm implements Vmm {
    private static final String NAME = "capsulevm";
    private static final String CAPSULE = "capsule";
    private static final int MAX_VCPUS = 16;
    private static final long MAX_MEMORY = 4L << 30;

    private static final PlatformFacts FACTS = new PlatformFacts(
            NAME,
            Trust.EMULATED,
            Map.of(CAPSULE, "in software, protects nothing"),
            Map.of("execution", "capsulevm measures capsules and does not run them"),
            Map.of("max-vcpus", (long) MAX_VCPUS, "max-memory", MAX_MEMORY));

    private final KeyPair processor = MoveKeys.pair();

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
        require(spec.type().name().equals(CAPSULE), "type", spec.type(), CAPSULE);
        require(spec.vcpus() <= MAX_VCPUS, "vcpus", spec.vcpus(), "at most " + MAX_VCPUS);
        require(bytes <= MAX_MEMORY, "memory", bytes + " bytes", "at most " + MAX_MEMORY);
        return new CapsuleMachine(spec, processor);
    }

    private static void require(boolean holds, String subject, Object found, Object expected) {
        if (!holds) {
            throw Problem.host("capsule.machine." + subject, "this platform cannot make such a machine")
                    .at("platform " + NAME)
                    .found(found)
                    .expected(expected)
                    .exception();
        }
    }
}
