// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.util.List;
import java.util.Objects;
import org.cloister.api.GuestType;
import org.cloister.api.Provisional;
import org.cloister.api.memory.MemoryRegion;

/**
 * What a virtual machine has to be like. Immutable.
 *
 * @param type the guest type it is for; a platform may need another kind of machine for each
 * @param profile what its launch follows, as {@code LaunchPlan.profile()}: a platform may need another kind of machine
 *     for that too; empty where none is given
 * @param memory its regions, by ascending address, not overlapping, at least one
 * @param vcpus how many virtual processors, at least 1
 */
@Provisional("Processors that are added later, and memory of other kinds, are still to be said here.")
public record MachineSpec(GuestType type, String profile, List<MemoryRegion> memory, int vcpus) {
    /** Copies the list and checks that the regions are in order. */
    public MachineSpec {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(profile, "profile");
        memory = List.copyOf(memory);
        if (memory.isEmpty() || vcpus < 1) {
            throw new IllegalArgumentException("a machine needs memory and a vCPU");
        }
        for (int i = 1; i < memory.size(); i++) {
            if (memory.get(i - 1).end() > memory.get(i).gpa()) {
                throw new IllegalArgumentException("regions overlap or are unsorted: " + memory);
            }
        }
    }

    /** A machine without a profile. */
    public MachineSpec(GuestType type, List<MemoryRegion> memory, int vcpus) {
        this(type, "", memory, vcpus);
    }
}
